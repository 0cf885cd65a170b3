package sml.gateway.catalog.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sml.gateway.catalog.providers.CatalogWorld.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sml.gateway.catalog.Keyring;
import sml.gateway.catalog.Model;
import sml.gateway.catalog.ModelRegistry;
import sml.gateway.catalog.Provider;
import sml.gateway.catalog.SimulatedProviders;
import sml.gateway.chat.GatewayException.InvalidRequest;
import sml.gateway.testkit.TestDatabase;

class DemoCatalogTest {
  private static final String KEY = "{'provider':'groq','apiKey':'a-stored-key'}";

  @TempDir static Path data;
  private static DataSource database;

  @BeforeAll
  static void start() {
    database = TestDatabase.dataSource();
  }

  private static CatalogWorld demo(String name, int port) throws IOException {
    var offers = List.of(new SimulatedProviders.Offer(name + "-thai", 8000, true));
    URI root = URI.create("http://127.0.0.1:" + port + "/v1");
    var row = new SimulatedProviders.Row(name, "Simulated: " + name, "Simulated.", root, offers);
    return new CatalogWorld(database, data, () -> List.of(row));
  }

  private static List<String> models(CatalogWorld world) {
    return world.bean(ModelRegistry.class).models().stream().map(Model::name).toList();
  }

  @Test
  void theDemoOffersItsOwnProvidersOnlyAndLeavesTheRealOnesAlone() throws Exception {
    try (var real = new CatalogWorld(database, data)) {
      real.save(KEY);
      assertThat(real.catalog().at("/summary/sources/seed").asInt()).isPositive();
    }
    try (var demo = demo("demo-a", 1)) {
      assertThat(demo.catalog().at("/summary/sources").toString()).isEqualTo("{\"simulated\":1}");
      assertThat(models(demo)).containsExactly("demo-a-thai");
      assertThat(demo.bean(Keyring.class).pick("demo-a")).contains(Keyring.ApiKey.NONE);
      assertThat(demo.bean(ModelRegistry.class).provider("groq")).isEmpty();
    }
    try (var real = new CatalogWorld(database, data)) {
      assertThat(real.catalog().at("/summary/sources").has("simulated")).isFalse();
      assertThat(real.bean(Keyring.class).pick("groq")).isPresent();
      assertThat(real.bean(ModelRegistry.class).provider("demo-a")).isEmpty();
      assertThat(models(real)).isEmpty();
    }
  }

  @Test
  void everyAccessIsShownAndOnlyWhatCostsNothingIsChosen() throws Exception {
    List<SimulatedProviders.Row> rows = new ArrayList<>();
    URI root = URI.create("http://127.0.0.1:1/v1");
    for (Provider.Access access : Provider.Access.values()) {
      String name = "demo-" + access.word();
      var offers = List.of(new SimulatedProviders.Offer(name + "-model", 8000, true));
      rows.add(new SimulatedProviders.Row(name, name, "Simulated.", root, offers, access));
    }
    try (var demo = new CatalogWorld(database, data, () -> rows)) {
      assertThat(demo.catalog().at("/summary/access").toString())
          .isEqualTo("{\"credit\":1,\"free\":1,\"keyless\":1,\"paid\":1,\"retired\":1}");
      assertThat(demo.catalog().at("/summary/sources").toString()).isEqualTo("{\"simulated\":5}");
      ModelRegistry registry = demo.bean(ModelRegistry.class);
      for (Provider.Access access : Provider.Access.values()) {
        assertThat(registry.provider("demo-" + access.word()).map(Provider::mayBeChosen))
            .hasValue(access.free());
        assertThat(demo.bean(Keyring.class).pick("demo-" + access.word()))
            .contains(Keyring.ApiKey.NONE);
      }
    }
  }

  @Test
  void everyModelIsListedAsSimulated() throws Exception {
    try (var demo = demo("demo-a", 1)) {
      JsonNode list = json(demo.bean(ModelsApi.class).list());
      assertThat(list.at("/data").findValuesAsText("id")).contains("demo-a/demo-a-thai");
      assertThat(list.at("/data").findValuesAsText("owned_by")).containsOnly("simulated");
    }
  }

  @Test
  void theNextDemoIsFollowedToItsNewPortAndForgetsTheLastOne() throws Exception {
    demo("demo-a", 1).close();
    demo("demo-b", 2).close();
    try (var demo = demo("demo-b", 3)) {
      assertThat(demo.catalog().at("/summary/total").asInt()).isEqualTo(1);
      assertThat(demo.bean(ModelRegistry.class).provider("demo-b").map(Provider::baseUrl))
          .hasValue(URI.create("http://127.0.0.1:3/v1"));
    }
  }

  @Test
  void aSimulatedProviderCanOnlyBeSwitched() throws Exception {
    try (var demo = demo("demo-a", 1)) {
      String real = "{'base_url':'https://example.com/v1'}";
      for (String name : List.of("demo-a", "mine")) {
        assertThatThrownBy(() -> demo.put(name, real))
            .isInstanceOf(InvalidRequest.class)
            .hasMessageContaining("simulated");
      }
      String key = KEY.replace("groq", "demo-a");
      assertThatThrownBy(() -> demo.save(key))
          .isInstanceOf(InvalidRequest.class)
          .hasMessageContaining("takes no key");
      demo.put("demo-a", "{'limits':{'requests_per_minute':3}}");
      assertThat(demo.bean(ModelRegistry.class).provider("demo-a").orElseThrow().limits().account())
          .hasSize(1);
      String off = "{'provider':'demo-a','enabled':false}";
      demo.save(off);
      assertThat(models(demo)).isEmpty();
      demo.save(off.replace("false", "true"));
      assertThat(models(demo)).containsExactly("demo-a-thai");
    }
  }
}
