package stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a client as its guide says, with a home and a folder of its own. */
final class ClientRun {
  private static final long MOST_SECONDS = 90;
  private static final int SHOWN_LINES = 40;

  // none of them is needed for the task, all would reach for the internet
  private static final Map<String, String> QUIET =
      Map.ofEntries(
          Map.entry("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1"),
          Map.entry("OPENCODE_DISABLE_AUTOUPDATE", "1"),
          Map.entry("OPENCODE_DISABLE_MODELS_FETCH", "1"),
          Map.entry("OPENCODE_DISABLE_LSP_DOWNLOAD", "1"),
          Map.entry("QWEN_TELEMETRY_ENABLED", "false"),
          Map.entry("CLINE_NO_AUTO_UPDATE", "1"),
          Map.entry("CLINE_TELEMETRY_DISABLED", "1"),
          Map.entry("AIDER_ANALYTICS", "false"),
          Map.entry("LITELLM_LOCAL_MODEL_COST_MAP", "True"),
          Map.entry("DO_NOT_TRACK", "1"));

  final Path folder;
  private final ClientGuide guide;
  private final Path home;
  private final Path log;
  private final int port;

  ClientRun(ClientGuide guide, Path root, int port) {
    String name = guide.name().replace(' ', '-');
    this.guide = guide;
    this.folder = root.resolve(name);
    this.home = root.resolve(name + "-home");
    this.log = root.resolve(name + ".log");
    this.port = port;
  }

  /** What went wrong; empty when it ended well. */
  String run() throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Files.createDirectories(home);
    for (Map.Entry<String, String> file : guide.files().entrySet()) {
      Path path = folder.resolve(file.getKey().replaceFirst("^~", home.toString()));
      Files.createDirectories(path.getParent());
      Files.writeString(path, here(file.getValue()));
    }
    var builder = new ProcessBuilder("bash", "-euc", here(guide.command()));
    builder.environment().clear();
    builder.environment().putAll(environment());
    builder.directory(folder.toFile()).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.redirectInput(Path.of("/dev/null").toFile());
    Process process = builder.start();
    try {
      if (process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
        return process.exitValue() == 0 ? "" : "ended with " + process.exitValue();
      }
      return "did not end within %d s".formatted(MOST_SECONDS);
    } finally {
      ProcessHandle.allProcesses().filter(this::isOurs).forEach(ClientRun::end);
    }
  }

  private static void end(ProcessHandle process) {
    process.destroyForcibly();
    process.onExit().join();
  }

  /**
   * It was started by this run: by its home, for a client may leave a process in the background.
   */
  private boolean isOurs(ProcessHandle process) {
    try {
      byte[] environment = Files.readAllBytes(Path.of("/proc/" + process.pid() + "/environ"));
      return List.of(new String(environment, UTF_8).split("\0")).contains("HOME=" + home);
    } catch (IOException endedOrNotReadable) {
      return false;
    }
  }

  /** The text with the address of this gateway. */
  private String here(String text) {
    return text.replace("127.0.0.1:3334", "127.0.0.1:" + port);
  }

  private Map<String, String> environment() {
    Path tools = Path.of(System.getenv("CLIENTS_TOOLS"));
    String python = guide.python().isEmpty() ? "none" : guide.python();
    Map<String, String> all = new HashMap<>(QUIET);
    all.put("HOME", home.toString());
    all.put("LANG", "C.UTF-8");
    all.put("TERM", "dumb");
    all.put(
        "PATH",
        "%s:%s:%s"
            .formatted(
                tools.resolve("node_modules/.bin"),
                tools.resolve(python).resolve("bin"),
                System.getenv("PATH")));
    return all;
  }

  String output() throws IOException {
    return Files.readString(log);
  }

  /** The end of what it said. */
  String lastWords() throws IOException {
    List<String> lines = output().lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
  }
}
