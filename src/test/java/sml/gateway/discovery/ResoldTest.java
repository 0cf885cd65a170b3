package sml.gateway.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sml.gateway.catalog.Keyring;
import sml.gateway.catalog.Keyring.ApiKey;
import sml.gateway.catalog.ModelRegistry;
import sml.gateway.catalog.models.SnapshotModelRegistry;
import sml.gateway.catalog.providers.KeyStore;
import sml.gateway.catalog.updates.ProviderRegistrar;
import sml.gateway.catalog.updates.ProviderRegistrar.DiscoveredProvider;
import sml.gateway.catalog.updates.ProviderRegistrar.Refusal;
import sml.gateway.catalog.updates.ProviderRegistrar.Resale;
import sml.gateway.testkit.TestDatabase;

/** Providers behind another one, and providers whose address proves not to be public. */
class ResoldTest {
  private static final String NOVA = "select model_id from models where provider = 'nova'";

  @TempDir static Path data;
  private static Net net;
  private static DiscoveryWorld world;

  @BeforeAll
  static void start() {
    net = new Net();
    world = new DiscoveryWorld(TestDatabase.dataSource(), data);
  }

  @AfterAll
  static void stop() {
    world.close();
    net.close();
  }

  @BeforeEach
  void reset() {
    net.forget();
    world.reset();
    // what a reseller said is kept for a while
    world.pass(Duration.ofDays(1));
  }

  private static void add(String name, String host, @Nullable Resale resale) throws Refusal {
    String root = "https://" + host + "/v1";
    assertThat(
            world
                .bean(ProviderRegistrar.class)
                .add(
                    new DiscoveredProvider(
                        name,
                        name,
                        "pattern",
                        root,
                        null,
                        root + "/models",
                        "openai",
                        "",
                        "",
                        "",
                        resale)))
        .isTrue();
  }

  /** The reseller is faked by the net, as if the operator had entered its address. */
  private static void behind(String reseller, String name) throws Refusal {
    add(name, "reseller.example", new Resale(reseller, "Nova"));
    world
        .sql
        .sql("update provider_catalog set models_url = :url, guarded = false where name = :name")
        .param("url", net.origin() + "/list")
        .param("name", name)
        .update();
    world.bean(KeyStore.class).replace(reseller, List.of("the-resellers-key"));
    world.bean(SnapshotModelRegistry.class).renew();
  }

  private static void scanOnly(String name) {
    world.bean(sml.gateway.catalog.updates.ModelScans.class).scan(name);
  }

  @Test
  void aResellersListStatesWhatEachOfItsProvidersServes() throws Exception {
    behind("huggingface", "nova");
    net.page(
        "/list",
        200,
        """
        {'data':[{'id':'acme/A','providers':[{'provider':'nova','status':'live','context_length':8000,
            'supports_tools':true},{'provider':'helio','status':'live','context_length':99000}]},
          {'id':'acme/B','providers':[{'provider':'helio','status':'live'}]},
          {'id':'acme/C','providers':[{'provider':'nova','status':'staging'}]}]}\
        """);
    scanOnly("nova");
    assertThat(world.column(NOVA)).containsExactly("acme/A:Nova");
    assertThat(world.column("select context_length::text from models")).containsExactly("8000");
    assertThat(net.keys).containsExactly("/list Bearer the-resellers-key");
  }

  @Test
  void whereTheListGivesNoPriceThePageOfEachFreeModelDoes() throws Exception {
    behind("openrouter", "nova");
    net.page("/list", 200, "{'data':[{'id':'a/x:free'},{'id':'a/y:free'},{'id':'a/paid'}]}");
    net.page(
        "/list/a/x:free/endpoints",
        200,
        "{'data':{'endpoints':[{'provider_name':'Nova','tag':'nova/fp8'}]}}");
    net.page("/list/a/y:free/endpoints", 200, "{'data':{'endpoints':[{'provider_name':'Helio'}]}}");
    scanOnly("nova");
    assertThat(world.column(NOVA)).containsExactly("a/x:free");
    int before = net.asked.size();
    scanOnly("nova");
    assertThat(net.asked).hasSize(before);
  }

  @Test
  void aPageThatFailsChangesNothing() throws Exception {
    behind("openrouter", "nova");
    net.page("/list", 200, "{'data':[{'id':'a/x:free'}]}");
    net.page("/list/a/x:free/endpoints", 500, "{}");
    scanOnly("nova");
    assertThat(world.column(NOVA)).isEmpty();
  }

  @Test
  void itsKeysAreThoseOfTheResellerUntilItHasItsOwn() throws Exception {
    behind("openrouter", "nova");
    var keyring = world.bean(Keyring.class);
    assertThat(keyring.pick("nova").map(ApiKey::secret)).contains("the-resellers-key");
    world.bean(KeyStore.class).replace("nova", List.of("its-own"));
    world.bean(SnapshotModelRegistry.class).renew();
    assertThat(keyring.pick("nova").map(ApiKey::secret)).contains("its-own");
    world.bean(KeyStore.class).replace("nova", List.of());
    world.bean(KeyStore.class).replace("openrouter", List.of());
    world.bean(SnapshotModelRegistry.class).renew();
    assertThat(keyring.pick("nova")).isEmpty();
    assertThat(world.bean(ModelRegistry.class).provider("nova").orElseThrow().resoldAs())
        .isEqualTo("Nova");
  }

  @Test
  void aFoundProviderWhoseNameLeadsInsideIsNotScanned() throws Exception {
    add("nova", "api.nova.example", null);
    world.sql.sql("update provider_catalog set keyless = true where name = 'nova'").update();
    world.hosts.put("api.nova.example", "10.20.30.40");
    world.run("scan");
    assertThat(world.log.about("nova is not scanned").getFirst())
        .contains("refused: api.nova.example leads to 10.20.30.40, a private address");
    assertThat(world.resolved).containsExactly("api.nova.example");
  }
}
