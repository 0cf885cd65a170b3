package sml.gateway.upstream.dialect;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds out whether words of a provider refuse a field of the request, and which. */
public final class FieldWords {
  /** Words that are only said of fields. */
  private static final List<String> UNKNOWN =
      List.of(
          "unrecognized request argument",
          "unrecognized argument",
          "unrecognized key",
          "unrecognized field",
          "unrecognized parameter",
          "unrecognized property",
          "unknown field",
          "unknown argument",
          "unknown parameter",
          "unknown property",
          "unknown key",
          "unknown name",
          "unknown_parameter",
          "unsupported_parameter",
          "unsupported parameter",
          "unsupported field",
          "unsupported argument",
          "unsupported property",
          "extra_forbidden",
          "extra inputs are not permitted",
          "extra fields not permitted",
          "additional propert",
          "additionalpropert",
          "unexpected keyword argument",
          "unexpected field",
          "unexpected property",
          "unexpected parameter",
          "cannot find field",
          "not a valid parameter",
          "not a valid field");

  /** Words that are said of anything a model or provider cannot do. */
  private static final List<String> UNSUPPORTED =
      List.of(
          "not supported",
          "unsupported",
          "does not support",
          "doesn't support",
          "do not support",
          "not permitted",
          "not implemented");

  private FieldWords() {}

  /** True when the words say that a field of the request is unknown or one too many. */
  static boolean unknown(String lowerCase) {
    return any(lowerCase, UNKNOWN);
  }

  /** True when the words say that something the request asks for is not supported. */
  static boolean unsupported(String lowerCase) {
    return any(lowerCase, UNSUPPORTED);
  }

  /** True when the words refuse a field, or what it asks for, rather than its value. */
  public static boolean refuse(@Nullable String words) {
    String lower = words == null ? "" : words.toLowerCase(Locale.ROOT);
    return unknown(lower) || unsupported(lower);
  }

  /** True when the field's name stands in the text as a word of its own, in any case. */
  public static boolean name(@Nullable String text, String field) {
    if (text == null) {
      return false;
    }
    int last = text.length() - field.length();
    for (int at = 0; at <= last; at++) {
      if (text.regionMatches(true, at, field, 0, field.length())
          && !isPartOfName(text, at - 1)
          && !isPartOfName(text, at + field.length())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isPartOfName(String text, int at) {
    if (at < 0 || at >= text.length()) {
      return false;
    }
    char next = text.charAt(at);
    return next == '_' || Character.isLetterOrDigit(next);
  }

  /** Whether a text holds any of the words. */
  static boolean any(String text, List<String> words) {
    for (String word : words) {
      if (text.contains(word)) {
        return true;
      }
    }
    return false;
  }
}
