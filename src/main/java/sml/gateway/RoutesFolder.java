package sml.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.boot.system.ApplicationHome;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.StringUtils;

/**
 * Where the routes come from: the folder of SML_ROUTES_DIR, else a folder {@code routes} beside the
 * jar (in a checkout, the one of the checkout), else the copy inside the jar.
 */
public final class RoutesFolder implements EnvironmentPostProcessor {
  private static final String PATTERN = "camel.main.routes-include-pattern";
  private static final String FILES = "*.camel.yaml";

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    var wanted = environment.getProperty("sml.routes.folder");
    var pattern = choose(wanted, home(new ApplicationHome(GatewayApplication.class)));
    environment
        .getPropertySources()
        .addLast(new MapPropertySource("routes folder", Map.of(PATTERN, pattern)));
  }

  private static Path home(ApplicationHome program) {
    var source = program.getSource();
    boolean jar = source != null && source.isFile();
    return jar ? program.getDir().toPath() : Path.of("");
  }

  /** The pattern for Camel; a wanted folder without routes is an IllegalArgumentException. */
  static String choose(@Nullable String wanted, Path home) {
    if (StringUtils.hasText(wanted)) {
      return inFolder(Path.of(wanted.strip()))
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "SML_ROUTES_DIR=" + wanted + " is no folder with files " + FILES + "."));
    }
    return inFolder(home.resolve("routes")).orElse("classpath:routes/" + FILES);
  }

  private static Optional<String> inFolder(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (var files = Files.newDirectoryStream(folder, FILES)) {
      return files.iterator().hasNext()
          ? Optional.of("file:" + folder.toAbsolutePath().normalize() + "/" + FILES)
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
