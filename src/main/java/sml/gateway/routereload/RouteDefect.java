package sml.gateway.routereload;

/**
 * Why a file cannot be loaded.
 *
 * @param line counted from 1; 0 when the reason has no place in the file
 */
record RouteDefect(String file, int line, String reason) {

  /** Ends a trial of edited files. */
  static final class Found extends Exception {
    private static final long serialVersionUID = 1;

    private final transient RouteDefect routeDefect;

    Found(RouteDefect routeDefect) {
      super(routeDefect.toString());
      this.routeDefect = routeDefect;
    }

    RouteDefect defect() {
      return routeDefect;
    }
  }

  @Override
  public String toString() {
    return line == 0 ? "%s: %s".formatted(file, reason) : "%s:%d: %s".formatted(file, line, reason);
  }
}
