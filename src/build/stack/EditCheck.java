package stack;

import static stack.Checks.check;
import static stack.Checks.say;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** Three gateways read one folder of routes, which a person edits while they answer. */
final class EditCheck {
  private static final int PER_SECOND = Integer.getInteger("stack.rate", 50);
  private static final double MOST_SECONDS = 30;
  private static final Path ORIGINAL = Path.of("routes");
  private static final String CHAT = "chat.camel.yaml";
  private static final String ASK = "ask.camel.yaml";

  private final Cluster cluster;
  private final Path folder;
  private final List<Sample> all = new ArrayList<>();

  /** Something a person does to the folder. */
  private interface Edit {
    void make() throws IOException;
  }

  private EditCheck(Cluster cluster, Path folder) {
    this.cluster = cluster;
    this.folder = folder;
  }

  public static void main(String... arguments) throws Exception {
    Path work = Path.of("target/edit-check");
    Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "routes");
    copy(folder);
    var settings =
        Map.of(
            "SML_DISCOVERY", "false",
            "SML_JOBS_ENABLED", "false",
            "SML_ROUTES_DIR", folder.toAbsolutePath().toString());
    try (var cluster = Cluster.start(work, settings)) {
      say("warm-up: %s", Sample.figures(cluster.warmUp(PER_SECOND)));
      new EditCheck(cluster, folder).everyEdit();
    }
  }

  private void everyEdit() throws Exception {
    edit(
        "a good change",
        () -> change(CHAT, "- admit, recall", "- edited, admit, recall"),
        routes -> description(routes, "chat").contains("edited"));
    broken(
        "a syntax error",
        () -> Files.writeString(file(CHAT), original(CHAT) + "  - { broken\n"),
        CHAT,
        "not YAML");
    broken("an unknown bean", () -> change(CHAT, "bean:router", "bean:rooter"), CHAT, "no bean");
    broken(
        "an unknown scheme",
        () -> change(ASK, "provider:alone", "supplier:alone"),
        ASK,
        "no component");
    edit(
        "a renamed id",
        () -> change("models.camel.yaml", "id: models-list", "id: models-all"),
        routes -> has(routes, "models-all") && !has(routes, "models-list"));
    broken("a deleted file", () -> Files.delete(file(ASK)), CHAT, "no route takes");
    edit(
        "an edited template",
        () -> change("media.camel.yaml", "What is no chat", "Edited - what is no chat"),
        routes -> description(routes, "speech").startsWith("Edited"));
    edit(
        "five files at once",
        () -> {
          change(CHAT, "direct:ask", "direct:ask-them");
          change(ASK, "direct:ask", "direct:ask-them");
          change("consensus.camel.yaml", "direct:ask", "direct:ask-them");
          change("embeddings.camel.yaml", "direct:ask", "direct:ask-them");
          change("media.camel.yaml", "direct:ask", "direct:ask-them");
          change(CHAT, "- admit, recall", "- both, admit, recall");
        },
        routes -> description(routes, "chat").contains("both"));
    check(
        "%d requests during all edits, failed: %d %s"
            .formatted(all.size(), all.stream().filter(s -> !s.ok()).count(), failures()),
        Sample.success(all) == 100);
  }

  private String failures() {
    return Sample.failures(all);
  }

  /** An edit that cannot work: the last good version serves, and the error is reported. */
  private void broken(String what, Edit edit, String file, String reason) throws Exception {
    edit(
        what,
        edit,
        routes -> {
          JsonNode error = find(routes.path("failedFiles"), "file", file).path("lastFailedLoad");
          return error.path("reason").asText().contains(reason) && has(routes, "chat");
        });
  }

  /** Edits under load, waits until every gateway shows it, undoes it and waits for that. */
  private void edit(String what, Edit edit, Predicate<JsonNode> shown) throws Exception {
    Load load = Load.start(cluster.door, PER_SECOND);
    TimeUnit.SECONDS.sleep(1);
    edit.make();
    Checks.await(what + " is shown by every gateway", MOST_SECONDS, () -> everyGateway(shown));
    say("   %s", told());
    TimeUnit.SECONDS.sleep(2);
    copy(folder);
    Checks.await("   and it is mended everywhere", MOST_SECONDS, () -> everyGateway(this::sound));
    TimeUnit.SECONDS.sleep(1);
    List<Sample> samples = load.stop();
    all.addAll(samples);
    say("   %s", Sample.figures(samples));
    check("   no request failed " + Sample.failures(samples), Sample.success(samples) == 100);
  }

  private boolean everyGateway(Predicate<JsonNode> shown) throws Exception {
    for (Replica replica : cluster.replicas) {
      if (!shown.test(Http.json(replica.port, "/api/routes"))) {
        return false;
      }
    }
    return true;
  }

  private boolean sound(JsonNode routes) {
    return routes.path("failedFiles").isEmpty()
        && description(routes, "chat").startsWith("A chat of any protocol - admit")
        && has(routes, "models-list")
        && !description(routes, "speech").startsWith("Edited");
  }

  /** What one of the gateways says of files that do not load. */
  private String told() throws Exception {
    JsonNode failed = Http.json(cluster.replica(0).port, "/api/routes").path("failedFiles");
    List<String> lines = new ArrayList<>();
    for (JsonNode file : failed) {
      JsonNode error = file.path("lastFailedLoad");
      lines.add(
          "%s, line %s: %s"
              .formatted(
                  file.path("file").asText(),
                  error.path("line").asText("-"),
                  error.path("reason").asText()));
    }
    return lines.isEmpty() ? "taken over, no file failed" : String.join("; ", lines);
  }

  private void change(String file, String old, String now) throws IOException {
    String text = Files.readString(file(file));
    if (!text.contains(old)) {
      throw new AssertionError(file + " has no " + old);
    }
    Files.writeString(file(file), text.replace(old, now));
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  private static String original(String name) throws IOException {
    return Files.readString(ORIGINAL.resolve(name));
  }

  private static void copy(Path folder) throws IOException {
    try (var files = Files.list(ORIGINAL)) {
      for (Path file : files.toList()) {
        String text = Files.readString(file);
        Path to = folder.resolve(file.getFileName());
        if (!Files.exists(to) || !Files.readString(to).equals(text)) {
          Files.writeString(to, text);
        }
      }
    }
  }

  private static boolean has(JsonNode routes, String id) {
    return !find(routes.path("routes"), "id", id).isMissingNode();
  }

  private static String description(JsonNode routes, String id) {
    return find(routes.path("routes"), "id", id).path("description").asText();
  }

  private static JsonNode find(JsonNode list, String key, String value) {
    return StreamSupport.stream(list.spliterator(), false)
        .filter(each -> each.path(key).asText().equals(value))
        .findFirst()
        .orElse(Http.JSON.missingNode());
  }
}
