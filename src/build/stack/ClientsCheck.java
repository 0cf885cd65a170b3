package stack;

import static stack.Checks.say;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sml.gateway.testkit.provider.Behaviour;
import sml.gateway.testkit.provider.Received;
import sml.gateway.testkit.provider.SimulatedProvider;

/** The clients of docs/clients.md do what is written there, with a scripted model. */
final class ClientsCheck {
  private static final Path PAGE = Path.of("docs/clients.md");
  private static final String PROVIDER = "scripted";
  private static final String MODEL = "coder";
  private static final String WRITE =
      "printf '%s\\n' '" + ScriptedCoder.GREETING + "' > " + ScriptedCoder.FILE;

  private final Path folder;
  private final int port;
  private final SimulatedProvider provider;

  private ClientsCheck(Path folder, int port, SimulatedProvider provider) {
    this.folder = folder;
    this.port = port;
    this.provider = provider;
  }

  public static void main(String... only) throws Exception {
    Path modules = Path.of(System.getenv("CLIENTS_TOOLS"), "node_modules");
    Path folder = Path.of("target/clients-check").toAbsolutePath();
    Cluster.empty(folder);
    var settings =
        Map.of("SML_JOBS_ENABLED", "false", "SML_DISCOVERY", "false", "SML_CACHE_ENABLED", "false");
    // outside of the project, else clients take it for theirs
    Path outside = Files.createTempDirectory("clients");
    Files.createSymbolicLink(outside.resolve("node_modules"), modules);
    try (var upstreams = new Upstreams();
        var gateway = new Replica("gateway", folder, settings)) {
      gateway.start();
      Checks.await("the gateway serves", Cluster.START_SECONDS, gateway::serves);
      SimulatedProvider provider = upstreams.provider(PROVIDER);
      provider.model(MODEL, Behaviour.healthy());
      upstreams.register(gateway.port, PROVIDER);
      new ClientsCheck(outside, gateway.port, provider).all(new HashSet<>(List.of(only)));
    } finally {
      Cluster.delete(outside);
    }
  }

  /** What the model does for each coding client, by the tools that the client offers. */
  private ScriptedCoder coder(String client, Path work) {
    String file = work.resolve(ScriptedCoder.FILE).toString();
    return switch (client) {
      case "Codex" -> caller("exec_command", Map.of("cmd", WRITE));
      case "Claude Code" ->
          caller("Write", Map.of("file_path", file, "content", ScriptedCoder.GREETING + "\n"));
      case "OpenCode" ->
          caller("write", Map.of("filePath", file, "content", ScriptedCoder.GREETING + "\n"));
      case "Qwen Code" ->
          caller("write_file", Map.of("file_path", file, "content", ScriptedCoder.GREETING + "\n"));
      case "Cline" -> caller("run_commands", Map.of("commands", List.of(WRITE)));
      case "Aider" -> new ScriptedCoder.Editor();
      default -> new ScriptedCoder.Talker();
    };
  }

  private static ScriptedCoder caller(String tool, Map<String, ?> arguments) {
    return new ScriptedCoder.ToolCaller(tool, Http.JSON.valueToTree(arguments).toString());
  }

  private void all(Set<String> only) throws Exception {
    int passed = 0;
    int failed = 0;
    for (ClientGuide guide : ClientGuide.read(PAGE)) {
      boolean asked = only.isEmpty() || only.contains(guide.name());
      if (asked && !guide.command().isEmpty()) {
        if (works(guide)) {
          passed++;
        } else {
          failed++;
        }
      }
    }
    say("%d passed, %d failed", passed, failed);
    if (failed > 0 || passed == 0) {
      throw new AssertionError("not every client does its task");
    }
  }

  private boolean works(ClientGuide guide) throws Exception {
    var run = new ClientRun(guide, folder, port);
    ScriptedCoder coder = coder(guide.name(), run.folder);
    provider.forget();
    provider.model(MODEL, Behaviour.healthy().saying(coder));
    long from = System.nanoTime();
    String trouble = run.run();
    double seconds = (System.nanoTime() - from) / 1e9;
    if (trouble.isEmpty()) {
      trouble = missing(coder, run);
    }
    int calls = provider.requests().size();
    if (trouble.isEmpty()) {
      say("ok   %s: %d calls of the model, %.1f s", guide.name(), calls, seconds);
      return true;
    }
    say("FAIL %s: %s, %d calls of the model, %.1f s", guide.name(), trouble, calls, seconds);
    say("%s", run.lastWords());
    return false;
  }

  /** What of the task is not done; empty when all is. */
  private String missing(ScriptedCoder coder, ClientRun run) throws Exception {
    if (coder instanceof ScriptedCoder.Talker) {
      return run.output().contains("hello") && provider.requests().size() == 1
          ? ""
          : "does not show the answer of one call";
    }
    Path file = run.folder.resolve(ScriptedCoder.FILE);
    if (!Files.exists(file) || !Files.readString(file).strip().equals(ScriptedCoder.GREETING)) {
      return "did not write the file";
    }
    List<Received> calls = provider.requests();
    return calls.stream().anyMatch(coder::isRoundTrip)
        ? ""
        : "did not show the model what came of its work";
  }
}
