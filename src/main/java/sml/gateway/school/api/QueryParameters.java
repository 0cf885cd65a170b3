package sml.gateway.school.api;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.GatewayException.InvalidRequest;

/** Values of query parameters; null where one may be absent or empty. */
final class QueryParameters {
  private QueryParameters() {}

  static @Nullable String text(@Nullable String value) {
    return value == null || value.isBlank() ? null : value.strip();
  }

  /** One that is 0, 1, true or false. */
  static @Nullable Boolean flag(String name, @Nullable String value) {
    return switch (text(value)) {
      case null -> null;
      case "1", "true" -> true;
      case "0", "false" -> false;
      default -> throw new InvalidRequest("`" + name + "` must be 0 or 1.", name);
    };
  }

  /** The one among these values whose word is given. */
  static <T> T oneOf(String name, String given, List<T> values, Function<T, String> word) {
    return values.stream()
        .filter(value -> word.apply(value).equals(given))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidRequest(
                    "`"
                        + name
                        + "` must be one of "
                        + values.stream().map(word).collect(Collectors.joining(", "))
                        + ".",
                    name));
  }

  /** One that is a whole number of at least 0. */
  static @Nullable Integer number(String name, @Nullable String value) {
    String text = text(value);
    if (text == null) {
      return null;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException none) {
      // refused below
    }
    throw new InvalidRequest("`" + name + "` must be a whole number from 0 to 2147483647.", name);
  }
}
