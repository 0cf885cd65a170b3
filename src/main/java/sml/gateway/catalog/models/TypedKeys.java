package sml.gateway.catalog.models;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.GatewayException.InvalidRequest;

/** Keys as an operator types them: one, or several with commas between. */
public final class TypedKeys {
  private static final Pattern SECRET = Pattern.compile("[\\x21-\\x2b\\x2d-\\x7e]{1,4000}");
  private static final int MOST_KEYS = 50;

  private TypedKeys() {}

  /**
   * The keys; a key is printable and holds no blank.
   *
   * @throws InvalidRequest naming {@code field}
   */
  public static List<String> read(@Nullable String text, String field) {
    if (text == null) {
      return List.of();
    }
    List<String> secrets =
        Stream.of(text.split(",")).map(String::strip).filter(s -> !s.isEmpty()).distinct().toList();
    if (secrets.size() > MOST_KEYS) {
      throw new InvalidRequest("`%s` holds more than %d keys.".formatted(field, MOST_KEYS), field);
    }
    if (!secrets.stream().allMatch(secret -> SECRET.matcher(secret).matches())) {
      throw new InvalidRequest("`%s` holds characters no key has.".formatted(field), field);
    }
    return secrets;
  }
}
