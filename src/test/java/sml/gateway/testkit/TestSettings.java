package sml.gateway.testkit;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;

/** Settings of a whole gateway in a test: alone, on a free port, and nothing begins by itself. */
public final class TestSettings {
  private final Map<String, String> settings = new LinkedHashMap<>();

  /**
   * Settings to start from.
   *
   * @param folder name of its data folder below target
   */
  public TestSettings(PGSimpleDataSource database, String folder) {
    with("logging.level.root", "WARN");
    with("spring.config.import", "");
    with("spring.main.register-shutdown-hook", "false");
    with("sml.http.port", "0");
    // each gateway has its own database, but a Valkey of this machine would be shared
    with("sml.shared.redis-url", "");
    // what is scheduled would come at any time; tests start it by hand
    with("sml.jobs.enabled", "false");
    String url = database.getUrl();
    with(
        "sml.storage.url",
        "%s%suser=%s&password=%s"
            .formatted(
                url, url.contains("?") ? "&" : "?", database.getUser(), database.getPassword()));
    String fork = System.getProperty("sml.test.fork", "");
    with("sml.catalog.data-dir", Path.of("target", folder + fork).toString());
  }

  /** Sets one more, or another value. */
  public TestSettings with(String name, String value) {
    settings.put(name, value);
    return this;
  }

  /** As arguments of a program. */
  public String[] arguments() {
    return settings.entrySet().stream()
        .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
        .toArray(String[]::new);
  }
}
