package sml.gateway;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.boot.system.ApplicationHome;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.util.StringUtils;

/**
 * Where the routes come from: the folder of SML_ROUTES_DIR, else a folder {@code routes} beside the
 * jar (in a checkout, the one of the checkout), else the copy inside the jar.
 */
public final class RoutesFolder implements EnvironmentPostProcessor {
  private static final String PATTERN = "camel.main.routes-include-pattern";
  private static final String FILES = "*.camel.yaml";
  private static final String INSIDE = "classpath:routes/";

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
    return inFolder(home.resolve("routes")).orElseGet(RoutesFolder::inJar);
  }

  // every file by its name: for a pattern Camel unpacks the whole jar, which takes seconds
  private static String inJar() {
    try {
      var files = new PathMatchingResourcePatternResolver().getResources(INSIDE + FILES);
      return Arrays.stream(files)
          .map(file -> INSIDE + file.getFilename())
          .sorted()
          .collect(joining(","));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
