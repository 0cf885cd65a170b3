package sml.gateway.catalog.providers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static sml.gateway.catalog.providers.CatalogWorld.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sml.gateway.catalog.Keyring;
import sml.gateway.catalog.ModelRegistry;
import sml.gateway.catalog.RefusedFields;
import sml.gateway.catalog.models.SnapshotModelRegistry;
import sml.gateway.chat.ModelRef;
import sml.gateway.testkit.TestDatabase;

class KeyFlowTest {
  private static final String KEYED =
      "{'label':'Sim','base_url':'%s','auth':{'scheme':'header','name':'apikey'},"
          + "'models_url':'%s/models'}";
  private static final String TWO =
      "{\"data\":[{\"id\":\"sim-chat\",\"context_length\":131072},{\"id\":\"sim/embed\"}]}";

  private static final ModelRef SIM = new ModelRef("sim", "sim-chat");

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

  private String keyed() {
    return KEYED.formatted(world.url(), world.url());
  }

  @Test
  void aKeyIsTestedSavedMaskedAndSentInTheNamedHeader() throws Exception {
    world.list = TWO;
    world.accepts =
        exchange -> "good-key-4711".equals(exchange.getRequestHeaders().getFirst("apikey"));
    world.put("sim", keyed());
    assertThat(world.bean(SnapshotModelRegistry.class).usable("sim")).isFalse();
    JsonNode bad = world.test("{'provider':'sim','apiKey':'bad'}");
    assertThat(bad.at("/ok").asBoolean()).isFalse();
    assertThat(bad.at("/error").asText()).contains("401");
    assertThat(world.test("{'provider':'sim','apiKey':'good-key-4711'}").at("/models").asInt())
        .isEqualTo(2);
    JsonNode saved = world.save("{'provider':'sim','apiKey':' good-key-4711 '}");
    assertThat(saved.at("/action").asText()).isEqualTo("saved");
    assertThat(saved.at("/models").asInt()).isEqualTo(2);
    String setup = json(world.bean(SetupApi.class).list()).toString();
    assertThat(setup).contains("good••••••••4711").doesNotContain("good-key-4711");
    assertThat(world.bean(Keyring.class).toString()).doesNotContain("good-key");
    byte[] stored = world.sql.sql("select cipher from api_keys").query(byte[].class).single();
    assertThat(new String(stored, ISO_8859_1)).doesNotContain("good");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("key"))))
        .isEqualTo("rw-------");
  }

  @Test
  void deletingTheKeyHidesTheModelsAndKeepsThem() {
    world.list = TWO;
    world.put("sim", keyed());
    world.save("{'provider':'sim','apiKey':'k1,k2'}");
    assertThat(world.bean(ModelRegistry.class).models()).hasSize(2);
    assertThat(world.save("{'provider':'sim','apiKey':''}").at("/action").asText())
        .isEqualTo("deleted");
    assertThat(world.bean(ModelRegistry.class).models()).isEmpty();
    assertThat(
            world.sql.sql("select count(*) from models where hidden").query(Integer.class).single())
        .isEqualTo(2);
  }

  @Test
  void anOutageWhileSavingIsAWarning() {
    world.status = 503;
    world.put("sim", keyed());
    assertThat(world.test("{'provider':'sim','apiKey':'k'}").at("/warning").asText())
        .contains("503");
    JsonNode saved = world.save("{'provider':'sim','apiKey':'k'}");
    assertThat(saved.at("/ok").asBoolean()).isTrue();
    assertThat(saved.at("/warning").asText()).contains("503");
  }

  @Test
  void aKeyThatCannotBeDecryptedIsReportedAndTheProgramStarts() throws Exception {
    world.put("sim", keyed());
    world.save("{'provider':'sim','apiKey':'good-key-4711'}");
    Files.delete(data.resolve("key"));
    restart();
    JsonNode setup = json(world.bean(SetupApi.class).list());
    assertThat(setup.findValuesAsText("health")).containsExactly("unreadable");
    assertThat(world.bean(Keyring.class).pick("sim")).isEmpty();
  }

  @Test
  void aCoolingKeyStillCoolsDownAfterARestart() throws Exception {
    world.put("sim", keyed());
    world.save("{'provider':'sim','apiKey':'first-key,second-key'}");
    var first = world.bean(Keyring.class).pick("sim").orElseThrow();
    world.bean(Keyring.class).coolDown(first.id(), Duration.ofHours(1));
    world.bean(SnapshotModelRegistry.class).refresh();
    restart();
    for (int i = 0; i < 4; i++) {
      assertThat(world.bean(Keyring.class).pick("sim").orElseThrow().id()).isNotEqualTo(first.id());
    }
  }

  @Test
  void aRefusedFieldIsStillKnownAfterARestart() throws Exception {
    world.put("sim", keyed());
    world.bean(RefusedFields.class).learn(SIM, "stream_options", "400 unknown field");
    assertThat(world.bean(RefusedFields.class).of(SIM)).containsExactly("stream_options");
    await()
        .untilAsserted(
            () ->
                assertThat(
                        world
                            .sql
                            .sql("select count(*) from refused_fields")
                            .query(Integer.class)
                            .single())
                    .isEqualTo(1));
    restart();
    assertThat(world.bean(RefusedFields.class).of(SIM)).containsExactly("stream_options");
    String row = json(world.bean(ProviderCatalogApi.class).show("sim")).toString();
    assertThat(row).contains("stream_options").contains("400 unknown field");
    // as another replica does it
    world.sql.sql("delete from refused_fields").update();
    world.bean(SnapshotModelRegistry.class).refresh();
    assertThat(world.bean(RefusedFields.class).of(SIM)).isEmpty();
  }

  @Test
  void aSuspectedKeyIsDisabledOnlyWhenTheModelListRefusesIt() throws Exception {
    world.put("sim", keyed());
    world.save("{'provider':'sim','apiKey':'good-key,lost-key'}");
    var checked = new CountDownLatch(1);
    world.accepts =
        exchange -> {
          boolean good = "good-key".equals(exchange.getRequestHeaders().getFirst("apikey"));
          checked.countDown();
          return good;
        };
    var keyring = world.bean(Keyring.class);
    var lost = keyring.pick("sim").orElseThrow();
    if (!lost.secret().equals("lost-key")) {
      lost = keyring.pick("sim").orElseThrow();
    }
    assertThat(lost.secret()).isEqualTo("lost-key");
    keyring.suspect(lost.id(), "401 no");
    assertThat(checked.await(60, SECONDS)).isTrue();
    await()
        .untilAsserted(
            () ->
                assertThat(
                        world
                            .sql
                            .sql("select hint from api_keys where health = 'invalid'")
                            .query(String.class)
                            .list())
                    .hasSize(1));
    assertThat(keyring.pick("sim").orElseThrow().secret()).isEqualTo("good-key");
    assertThat(keyring.pick("sim").orElseThrow().secret()).isEqualTo("good-key");
  }
}
