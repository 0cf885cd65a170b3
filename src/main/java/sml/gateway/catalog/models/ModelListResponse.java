package sml.gateway.catalog.models;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * What a provider answered to a list request or a key check.
 *
 * @param status HTTP status, 0 when there was no answer
 * @param location where a redirect leads, else empty
 * @param problem why there was none, else empty
 * @param forbidden it was not asked, because the address is not one of the public internet
 */
record ModelListResponse(
    int status, byte[] body, String location, String problem, boolean forbidden) {
  private static final int SHOWN = 200;
  private static final int LOOKED_AT = 4_000;
  private static final Pattern INVALID_KEY =
      Pattern.compile("api.?key not valid|invalid.api.?key", Pattern.CASE_INSENSITIVE);
  private static final Pattern OF_A_KEY =
      Pattern.compile("key|token|credential|authenticat|unauthori[sz]ed", Pattern.CASE_INSENSITIVE);

  static ModelListResponse nothing(String problem) {
    return new ModelListResponse(0, new byte[0], "", problem, false);
  }

  static ModelListResponse forbidden(String problem) {
    return new ModelListResponse(0, new byte[0], "", problem, true);
  }

  boolean ok() {
    return status >= 200 && status < 300;
  }

  /** The key is the reason. */
  boolean refused() {
    return status == 401 || status == 403 || (status == 400 && INVALID_KEY.matcher(text()).find());
  }

  /** The key is the reason, where the model or the request might be. */
  boolean rejectsKey() {
    return refused() && (status != 403 || OF_A_KEY.matcher(text()).find());
  }

  private String text() {
    return new String(body, 0, Math.min(body.length, LOOKED_AT), StandardCharsets.UTF_8);
  }

  /** The provider has an outage; this says nothing about the key. */
  boolean outage() {
    return (status == 0 && !forbidden) || status == 429 || status >= 500;
  }

  /** A short text for people, without the secret. */
  String explain(String secret) {
    if (status == 0) {
      return clean(problem, secret);
    }
    String text = new String(body, 0, Math.min(body.length, 2 * SHOWN), StandardCharsets.UTF_8);
    return clean("HTTP " + status + ": " + text, secret);
  }

  private static String clean(String text, String secret) {
    String plain = text.replaceAll("\\p{Cntrl}+", " ").replaceAll("\\s+", " ").strip();
    String safe = secret.isEmpty() ? plain : plain.replace(secret, "***");
    return safe.length() <= SHOWN ? safe : safe.substring(0, SHOWN) + "…";
  }
}
