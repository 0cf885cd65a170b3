package sml.gateway.liveroutes;

/**
 * Why a file cannot be taken over.
 *
 * @param line counted from 1; 0 when the reason has no place in the file
 */
record Defect(String file, int line, String reason) {

  /** Ends a trial of edited files. */
  static final class Found extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Defect defect;

    Found(Defect defect) {
      super(defect.toString());
      this.defect = defect;
    }

    Defect defect() {
      return defect;
    }
  }

  @Override
  public String toString() {
    return line == 0 ? "%s: %s".formatted(file, reason) : "%s:%d: %s".formatted(file, line, reason);
  }
}
