package sml.gateway.storage;

import org.jspecify.annotations.Nullable;

/** There is no database to run on; says what happened and what the operator can do about it. */
public final class DatabaseUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String advice;

  public DatabaseUnavailable(String what, String advice) {
    this(what, advice, null);
  }

  public DatabaseUnavailable(String what, String advice, @Nullable Throwable cause) {
    super(what, cause);
    this.advice = advice;
  }

  /** One sentence: what to do now. */
  public String advice() {
    return advice;
  }

  static DatabaseUnavailable notHere(String what, @Nullable Throwable cause) {
    return new DatabaseUnavailable(
        what,
        "Set DATABASE_URL (postgres://user:password@host/database) to a PostgreSQL of your own, or"
            + " start everything with \"docker compose up -d --build\".",
        cause);
  }
}
