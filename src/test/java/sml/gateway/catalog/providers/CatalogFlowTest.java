package sml.gateway.catalog.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sml.gateway.catalog.providers.CatalogWorld.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sml.gateway.catalog.Keyring;
import sml.gateway.catalog.ModelRegistry;
import sml.gateway.catalog.models.SnapshotModelRegistry;
import sml.gateway.catalog.updates.ProviderRegistrar;
import sml.gateway.chat.GatewayException.InvalidRequest;
import sml.gateway.chat.GatewayException.NotFound;
import sml.gateway.chat.ModelRef;
import sml.gateway.testkit.TestDatabase;

class CatalogFlowTest {
  private static final String OPEN =
      "{'label':'Sim','base_url':'%s','auth':{'scheme':'none'},'models_url':'%s/models'}";
  private static final String TWO =
      "{\"data\":[{\"id\":\"sim-chat\",\"context_length\":131072},{\"id\":\"sim/embed\"}]}";

  @TempDir static Path data;
  private static DataSource database;
  private static CatalogWorld world;

  @BeforeAll
  static void start() throws Exception {
    database = TestDatabase.dataSource();
    world = new CatalogWorld(database, data);
  }

  @BeforeEach
  void reset() {
    world.reset();
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  private static void restart() throws Exception {
    world.close();
    world = new CatalogWorld(database, data);
  }

  private String open() {
    return OPEN.formatted(world.url(), world.url());
  }

  @Test
  void theShippedProvidersAreThereAndNoneIsUsableYet() {
    JsonNode all = world.catalog();
    assertThat(all.at("/summary/total").asInt()).isEqualTo(52);
    assertThat(all.at("/summary/sources/seed").asInt()).isEqualTo(52);
    assertThat(all.at("/summary/access/retired").asInt()).isEqualTo(1);
    assertThat(all.at("/summary/access/free").asInt()).isEqualTo(30);
    assertThat(all.at("/summary/free_tier").asInt()).isEqualTo(36);
    assertThat(all.at("/providers/0/base_url").asText()).startsWith("https://");
    assertThat(world.bean(ModelRegistry.class).isEmpty()).isTrue();
    JsonNode toggles = json(world.bean(SetupApi.class).toggles());
    assertThat(toggles.at("/toggles/ollama").asBoolean()).isFalse();
    assertThat(toggles.at("/toggles/groq").asBoolean()).isTrue();
  }

  @Test
  void aProviderWithoutAuthIsScannedAndUsableAtOnce() {
    world.list = TWO;
    JsonNode saved = world.put("sim", open());
    assertThat(saved.at("/models").asInt()).isEqualTo(2);
    JsonNode all = world.catalog();
    assertThat(all.at("/providers/0/name").asText()).isEqualTo("sim");
    ModelRegistry registry = world.bean(ModelRegistry.class);
    var chat = registry.model(new ModelRef("sim", "sim-chat")).orElseThrow();
    assertThat(chat.chat()).isTrue();
    assertThat(chat.tier()).isEqualTo("large");
    assertThat(registry.model(new ModelRef("sim", "sim/embed")).orElseThrow().chat()).isFalse();
    assertThat(registry.named("sim-chat")).containsExactly(chat);
    assertThat(world.bean(Keyring.class).pick("sim")).contains(Keyring.ApiKey.NONE);
    JsonNode models = json(world.bean(ModelsApi.class).list());
    assertThat(models.findValuesAsText("id"))
        .containsExactly(
            "sml/auto", "sml/fast", "sml/tools", "sml/thai", "sml/consensus", "sim/sim-chat");
    assertThat(models.at("/data/5/context_length").asInt()).isEqualTo(131072);
  }

  @Test
  void aModelIsShownByItsIdWithSlashesAndAnUnknownOneIs404() {
    world.list = TWO;
    world.put("sim", open());
    var index = world.bean(ModelsApi.class);
    assertThat(json(index.show("sim/sim-chat")).at("/owned_by").asText()).isEqualTo("sim");
    assertThat(json(index.show("sml/auto")).at("/owned_by").asText()).isEqualTo("sml");
    assertThatThrownBy(() -> index.show("sim/none")).isInstanceOf(NotFound.class);
  }

  @Test
  void aProviderThatCannotBeReachedIsReportedNotThrown() {
    JsonNode saved =
        world.put("off", "{'base_url':'http://127.0.0.1:1/v1','auth':{'scheme':'none'}}");
    assertThat(saved.at("/ok").asBoolean()).isTrue();
    assertThat(saved.at("/warning").asText()).contains("ConnectException");
    assertThat(world.scan("off").at("/ok").asBoolean()).isFalse();
  }

  @Test
  void aRescanReportsWhatIsNewAndWhatIsMissing() {
    world.list = TWO;
    world.put("sim", open());
    world.list = "[\"sim-chat\", \"sim-new\"]";
    JsonNode scan = world.scan("sim");
    assertThat(scan.at("/new").toString()).isEqualTo("[\"sim-new\"]");
    assertThat(scan.at("/missing").toString()).isEqualTo("[\"sim/embed\"]");
    assertThat(world.bean(ModelRegistry.class).models()).hasSize(3);
    world
        .sql
        .sql(
            "update models set missing_since = now() - interval '49 hours' where model_id ="
                + " 'sim/embed'")
        .update();
    world.bean(SnapshotModelRegistry.class).refresh();
    assertThat(world.bean(ModelRegistry.class).models()).hasSize(2);
  }

  @Test
  void aChangeMadeInSqlIsTakenIn() {
    world.list = TWO;
    world.put("sim", open());
    world.sql.sql("update provider_catalog set enabled = false where name = 'sim'").update();
    world.bean(SnapshotModelRegistry.class).refresh();
    assertThat(world.bean(ModelRegistry.class).models()).isEmpty();
    assertThat(world.bean(ModelRegistry.class).provider("sim").orElseThrow().enabled()).isFalse();
  }

  @Test
  void wrongFieldsAreNamed() {
    assertParam("Sim", open(), "name");
    assertParam("sml", open(), "name");
    assertParam("sim", "{'label':'x'}", "base_url");
    assertParam("sim", "{'base_url':'ftp://x/v1'}", "base_url");
    assertParam("sim", "{'base_url':'http://x/v1','auth':{'scheme':'basic'}}", "auth.scheme");
    assertParam("sim", "{'base_url':'http://x/v1','auth':{'scheme':'header'}}", "auth.name");
    assertParam("sim", "{'base_url':'http://x/v1','dialect':'klingon'}", "dialect");
    assertParam("sim", "{'base_url':'http://x/v1','models':[{}]}", "models");
    assertParam("sim", "{'base_url':'http://x/v1','status':'removed'}", "status");
    assertParam("sim", "{'base_url':'http://x/v1','colour':'red'}", "colour");
    assertThatThrownBy(() -> world.save("{'provider':'unknown','apiKey':'k'}"))
        .hasFieldOrPropertyWithValue("param", "provider");
  }

  private void assertParam(String name, String body, String param) {
    assertThatThrownBy(() -> world.put(name, body))
        .isInstanceOf(InvalidRequest.class)
        .hasFieldOrPropertyWithValue("param", param);
  }

  @Test
  void anEditedSeedSurvivesAStartAndIsResetByDelete() throws Exception {
    world.put("groq", "{'base_url':'http://127.0.0.1:1/mine/chat/completions','notes':''}");
    restart();
    var groq = world.bean(ModelRegistry.class).provider("groq").orElseThrow();
    assertThat(groq.chatEndpoint().toString())
        .isEqualTo("http://127.0.0.1:1/mine/chat/completions");
    assertThat(groq.dialect()).isEqualTo("groq");
    assertThat(world.delete("groq").at("/action").asText()).isEqualTo("reset");
    groq = world.bean(ModelRegistry.class).provider("groq").orElseThrow();
    assertThat(groq.baseUrl().toString()).isEqualTo("https://api.groq.com/openai/v1");
    assertThat(groq.enabled()).isFalse();
  }

  @Test
  void anOwnProviderIsDeletedItsModelsAreKept() {
    world.list = TWO;
    world.put("sim", open());
    assertThat(world.delete("sim").at("/action").asText()).isEqualTo("deleted");
    assertThat(world.bean(ModelRegistry.class).provider("sim")).isEmpty();
    assertThat(world.sql.sql("select count(*) from models").query(Integer.class).single())
        .isEqualTo(2);
    assertThatThrownBy(() -> world.delete("sim")).isInstanceOf(NotFound.class);
  }

  @Test
  void aFoundProviderStaysGuardedUntilAllItsAddressesAreTypedAtOnce() throws Exception {
    String root = "https://api.nova.example/v1";
    world
        .bean(ProviderRegistrar.class)
        .add(
            new ProviderRegistrar.DiscoveredProvider(
                "nova",
                "Nova",
                "pattern",
                root,
                null,
                root + "/models",
                "openai",
                "",
                "",
                "",
                null));
    assertThat(world.put("nova", "{'notes':'mine'}").at("/provider/guarded").asBoolean()).isTrue();
    assertThat(world.put("nova", "{'base_url':'http://10.0.0.1/v1'}").at("/provider/guarded"))
        .isEqualTo(BooleanNode.TRUE);
    assertThat(
            world
                .put("nova", "{'base_url':'http://10.0.0.2/v1','models_url':'http://10.0.0.2/m'}")
                .at("/provider/guarded"))
        .isEqualTo(BooleanNode.FALSE);
    assertThat(world.delete("nova").at("/action").asText()).isEqualTo("paused");
  }

  @Test
  void aStaticListNeedsNoRequest() {
    JsonNode saved =
        world.put(
            "named",
            ("{'base_url':'%s','auth':{'scheme':'none'},"
                    + "'models':['a',{'id':'b','context_length':40000}]}")
                .formatted(world.url()));
    assertThat(saved.at("/models").asInt()).isEqualTo(2);
    assertThat(world.asked).isEmpty();
    assertThat(world.bean(ModelRegistry.class).named("b").getFirst().tier()).isEqualTo("medium");
  }
}
