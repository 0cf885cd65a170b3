package sml.gateway.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sml.gateway.catalog.ModelRegistry;

class ScanRoundTest {
  private static final String LISTED = "select model_id from models where missing_since is null";

  @TempDir static Path data;
  private static DataSource database;
  private static Net net;
  private static DiscoveryWorld world;

  @BeforeAll
  static void start() {
    database = sml.gateway.testkit.TestDatabase.dataSource();
    net = new Net();
    world = new DiscoveryWorld(database, data);
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
  }

  private static String list(String... ids) {
    return java.util.stream.Stream.of(ids)
        .map(id -> "{\"id\":\"" + id + "\"}")
        .collect(Collectors.joining(",", "{\"data\":[", "]}"));
  }

  private static void provider(String name, int status, String body) {
    net.page("/" + name + "/models", status, body);
    world.provider(name, net.origin());
  }

  @Test
  void everyProviderThatCanBeAskedIsScannedAndTheOthersAreNot() {
    provider("one", 200, list("a", "b"));
    provider("two", 200, list("c"));
    world.run("scan");
    assertThat(net.asked).containsExactlyInAnyOrder("GET /one/models", "GET /two/models");
    assertThat(world.column(LISTED)).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(world.log.steps).startsWith("scan 0/2").endsWith("scan 2/2");
    assertThat(world.log.entries)
        .contains(
            "scan SUCCESS Scanned 2 providers, 0 failed: 3 models, 3 new, 0 missing, 0 returned");
  }

  @Test
  void anOutageOfOneLeavesItsModelsAndStopsNoOtherProvider() {
    provider("one", 200, list("a"));
    provider("two", 200, list("b"));
    provider("three", 200, list("c"));
    world.run("scan");
    net.page("/one/models", 500, "{'error':'down'}");
    net.page("/two/models", 200, "<html>maintenance</html>");
    net.page("/three/models", 200, list("c", "d"));
    world.log.forget();
    world.run("scan");
    assertThat(world.column(LISTED)).containsExactlyInAnyOrder("a", "b", "c", "d");
    assertThat(world.log.about("one is not scanned: HTTP 500")).hasSize(1);
    assertThat(world.log.about("two is not scanned: its model list cannot be read")).hasSize(1);
    assertThat(world.log.about("WARN Scanned 3 providers, 2 failed: 2 models, 1 new")).hasSize(1);
  }

  @Test
  void whatIsNewMissingAndBackIsReported() {
    provider("one", 200, list("a", "b"));
    world.run("scan");
    assertThat(world.events("model_new")).containsExactly("one: model a new", "one: model b new");
    net.page("/one/models", 200, list("a"));
    world.run("scan");
    assertThat(world.events("model_missing")).containsExactly("one: model b missing");
    net.page("/one/models", 200, list("a", "b"));
    world.run("scan");
    assertThat(world.events("model_returned")).containsExactly("one: model b returned");
    assertThat(world.events("model_new")).hasSize(2);
    assertThat(world.log.about("one: 1 returned (b)")).hasSize(1);
  }

  @Test
  void eachKindOfChangeHasARowOfItsOwn() {
    provider("one", 200, list("a", "b"));
    world.run("scan");
    net.page("/one/models", 200, list("a", "c"));
    world.log.forget();
    world.run("scan");
    assertThat(world.log.entries)
        .containsOnlyOnce("scan INFO one: 1 new (c)", "scan INFO one: 1 missing (b)");
    assertThat(world.log.about("one: ")).hasSize(2);
  }

  @Test
  void manyAtOnceAreOneEvent() {
    String[] ids = IntStream.range(0, 30).mapToObj(i -> "m" + i).toArray(String[]::new);
    provider("one", 200, list(ids));
    world.run("scan");
    assertThat(world.events("model_new")).containsExactly("one: 30 models new");
    assertThat(world.happenings.getFirst().detail()).startsWith("m0, m1").endsWith("10 more");
  }

  @Test
  void aListIsReadToItsLastPageOrNotAtAll() {
    net.page("/p/models", 200, "{'data':[{'id':'a'}],'has_more':true,'last_id':'a'}");
    net.page("/p/models?after=a", 200, "{'data':[{'id':'b'}],'next_page_token':'x y'}");
    net.page("/p/models?after=a&page_token=x+y", 200, list("c"));
    world.provider("p", net.origin());
    world.run("scan");
    assertThat(world.column(LISTED)).containsExactlyInAnyOrder("a", "b", "c");
    net.page("/p/models?after=a&page_token=x+y", 503, "");
    world.run("scan");
    assertThat(world.column(LISTED)).hasSize(3);
    net.page("/p/models?after=a", 200, "{'data':[{'id':'z'}],'has_more':true,'last_id':'a'}");
    world.log.forget();
    world.run("scan");
    assertThat(world.log.about("p is not scanned: its model list has too many pages")).hasSize(1);
    assertThat(world.column(LISTED)).hasSize(3);
  }

  @Test
  void aProviderWithoutItsKeyKeepsItsModelsHidden() {
    provider("one", 200, list("a"));
    world.run("scan");
    world.sql.sql("update provider_catalog set enabled = false where name = 'one'").update();
    world.bean(sml.gateway.catalog.models.SnapshotModelRegistry.class).renew();
    world.run("scan");
    assertThat(world.bean(ModelRegistry.class).models()).isEmpty();
    assertThat(world.column("select model_id from models where hidden")).containsExactly("a");
  }

  @Test
  void aStopInMidScanLosesNothing() throws Exception {
    provider("quick", 200, list("a"));
    provider("slow", 200, list("b"));
    net.silence("/slow/models");
    var run = Thread.ofVirtual().start(() -> world.run("scan"));
    await().until(() -> world.log.steps.contains("scan 1/2"));
    run.interrupt();
    run.join();
    assertThat(world.column(LISTED)).containsExactly("a");
    net.speak("/slow/models");
    try (var again = new DiscoveryWorld(database, data)) {
      again.run("scan");
      assertThat(again.column(LISTED)).containsExactlyInAnyOrder("a", "b");
      assertThat(again.events("model_new")).containsExactly("slow: model b new");
    }
  }
}
