package sml.gateway.http;

import java.util.random.RandomGenerator;

/** Makes request ids of 20 alphanumerics. */
final class RequestIds {
  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int LENGTH = 20;

  private final RandomGenerator random;

  /** Ids drawn from {@code random}. */
  public RequestIds(RandomGenerator random) {
    this.random = random;
  }

  /** A new id. Generators need not be safe for several event loops, hence the lock. */
  public synchronized String next() {
    var id = new char[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      id[i] = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
    }
    return new String(id);
  }
}
