package sml.gateway.storage;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The PostgreSQL this gateway runs on; closing it stops what we started and nothing else. */
final class Database implements AutoCloseable {
  private final DatabaseUrl url;
  private final @Nullable EmbeddedPostgres embedded;

  private Database(DatabaseUrl url, @Nullable EmbeddedPostgres embedded) {
    this.url = url;
    this.embedded = embedded;
  }

  /** The one the settings name, else the embedded one, started. */
  static Database open(StorageSettings settings) {
    var external = settings.url();
    if (external != null && !external.isBlank()) {
      return new Database(DatabaseUrl.parse(external), null);
    }
    var own = EmbeddedPostgres.start(Path.of(settings.dataDir()), settings.port(), List.of());
    return new Database(new DatabaseUrl(own.jdbcUrl(), own.user(), own.password()), own);
  }

  DatabaseUrl url() {
    return url;
  }

  @Override
  public void close() {
    if (embedded != null) {
      embedded.close();
    }
  }
}
