package sml.gateway.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import sml.gateway.testkit.TestDatabase;

/** The three sources of discovery, faked by one server. */
abstract class FakeSources {
  static final ObjectMapper JSON = new ObjectMapper();
  static final String OPENROUTER = "/or/providers";
  static final String HUGGINGFACE = "/hf/models";
  static final String EMPTY = "{'data':[]}";

  @TempDir static Path data;
  static Net net;
  private static DataSource database;
  private static Path candidates;
  static DiscoveryWorld world;

  @BeforeAll
  static void start() {
    database = TestDatabase.dataSource();
    net = new Net();
    candidates = data.resolve("candidates.json");
    world = world("sml.discovery.stand-ins=" + net.origin());
  }

  static DiscoveryWorld world(String... more) {
    var properties = new java.util.ArrayList<>(List.of(more));
    properties.add("sml.discovery.openrouter-url=" + net.origin() + OPENROUTER);
    properties.add("sml.discovery.huggingface-url=" + net.origin() + HUGGINGFACE);
    properties.add("sml.discovery.candidates=file:" + candidates);
    return new DiscoveryWorld(database, data, properties.toArray(String[]::new));
  }

  @AfterAll
  static void stop() {
    world.close();
    net.close();
  }

  @BeforeEach
  void reset() throws IOException {
    net.forget();
    net.page(OPENROUTER, 200, EMPTY).page(HUGGINGFACE, 200, EMPTY);
    candidates("[]");
    world.reset();
  }

  static void candidates(String list) throws IOException {
    String file = "{'patterns':['https://api.{name}.example/v1'],'candidates':" + list + "}";
    Files.writeString(candidates, file.replace("NET", net.origin()).replace('\'', '"'));
  }

  static JsonNode now() {
    return JSON.valueToTree(world.bean(Discovery.class).now());
  }

  static List<String> found(String source) {
    return world.column(
        "select name from provider_catalog where source = '" + source + "' order by name");
  }
}
