package sml.gateway.chat.hedge;

/**
 * The 95 % Wilson interval of a share.
 *
 * @param low 0 to 1
 * @param high 0 to 1
 */
public record WilsonInterval(double low, double high) {
  private static final double Z = 1.959963985;

  /** Without any answer nothing is known: 0 to 1. {@code answers} may be a weight. */
  public static WilsonInterval of(double share, double answers) {
    if (answers <= 0) {
      return new WilsonInterval(0, 1);
    }
    double z2 = Z * Z / answers;
    double middle = (share + z2 / 2) / (1 + z2);
    double half = Z * Math.sqrt((share * (1 - share) + z2 / 4) / answers) / (1 + z2);
    return new WilsonInterval(Math.max(0, middle - half), Math.min(1, middle + half));
  }
}
