package sml.gateway.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Another JVM that runs {@link PostgresProgram}. */
record Child(Process jvm, ProcessHandle postgres, String jdbcUrl) {

  static Child start(Path folder) throws IOException {
    var jvm = launch(folder);
    var said = new StringBuilder();
    BufferedReader lines = jvm.inputReader(StandardCharsets.UTF_8);
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("READY ")) {
        var words = line.split(" ");
        var postgres = ProcessHandle.of(Long.parseLong(words[1])).orElseThrow();
        return new Child(jvm, postgres, words[2]);
      }
      said.append(line).append('\n');
    }
    throw new AssertionError("the child did not start: " + said);
  }

  static Process launch(Path folder) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            List.of(
                java,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                PostgresProgram.class.getName(),
                folder.toString()))
        .redirectErrorStream(true)
        .start();
  }

  /** Kill -9 of the JVM; returns when it has ended. */
  void kill() throws InterruptedException {
    jvm.destroyForcibly().waitFor();
    assertThat(jvm.isAlive()).isFalse();
  }
}
