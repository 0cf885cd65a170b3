package sml.gateway.upstream.wire;

import java.util.concurrent.ThreadLocalRandom;

/** Ids for what upstreams leave without one. They need to be distinct, not secret. */
final class NewIds {
  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private NewIds() {}

  static String call() {
    return make("call_");
  }

  static String completion() {
    return make("chatcmpl-");
  }

  private static String make(String prefix) {
    var id = new StringBuilder(prefix.length() + 24).append(prefix);
    ThreadLocalRandom random = ThreadLocalRandom.current();
    for (int i = 0; i < 24; i++) {
      id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return id.toString();
  }
}
