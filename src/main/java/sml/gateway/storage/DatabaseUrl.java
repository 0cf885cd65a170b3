package sml.gateway.storage;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a PostgreSQL is and how to enter it; prints without the password.
 *
 * @param jdbcUrl what the driver connects to
 * @param user absent when the URL itself names one, or none is needed
 */
record DatabaseUrl(String jdbcUrl, @Nullable String user, @Nullable String password) {
  private static final Pattern LIBPQ =
      Pattern.compile(
          "postgres(?:ql)?://(?:(?<user>[^:/?]*)(?::(?<password>[^/?]*))?@)?"
              + "(?<hosts>[^/?@]+)/(?<database>[^/?]+)(?<query>\\?.*)?");

  // parameters that libpq and the driver call by different names
  private static final Map<String, String> DRIVER_NAMES =
      Map.of(
          "channel_binding=", "channelBinding=",
          "application_name=", "ApplicationName=",
          "connect_timeout=", "connectTimeout=");

  /**
   * Reads {@code postgres://}, {@code postgresql://} or {@code jdbc:postgresql://}.
   *
   * @throws DatabaseUnavailable when it is none of these; not repeated, it may hold a password
   */
  static DatabaseUrl parse(String text) {
    var url = text.strip();
    if (url.startsWith("jdbc:postgresql:")) {
      // the driver refuses user:password@ in its own form
      var inner = LIBPQ.matcher(url.substring("jdbc:".length()));
      return inner.matches() && inner.group("user") != null
          ? parse(url.substring("jdbc:".length()))
          : new DatabaseUrl(url, null, null);
    }
    var parts = LIBPQ.matcher(url);
    if (!parts.matches()) {
      throw new DatabaseUnavailable(
          "DATABASE_URL is not the address of a PostgreSQL database.",
          "Write it as postgres://user:password@host:5432/database or"
              + " jdbc:postgresql://host:5432/database?user=me&password=it, or leave it out to use"
              + " the embedded PostgreSQL.");
    }
    return new DatabaseUrl(
        "jdbc:postgresql://"
            + parts.group("hosts")
            + "/"
            + parts.group("database")
            + driverQuery(parts.group("query")),
        decoded(parts.group("user")),
        decoded(parts.group("password")));
  }

  private static String driverQuery(@Nullable String query) {
    if (query == null) {
      return "";
    }
    var result = query;
    for (var name : DRIVER_NAMES.entrySet()) {
      result = result.replace(name.getKey(), name.getValue());
    }
    return result;
  }

  private static @Nullable String decoded(@Nullable String part) {
    // a plus is a plus here; only form data writes a blank like that
    return part == null || part.isEmpty()
        ? null
        : URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "DatabaseUrl[" + jdbcUrl.replaceAll("(?i)(password=)[^&]*", "$1***") + "]";
  }
}
