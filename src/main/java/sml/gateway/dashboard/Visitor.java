package sml.gateway.dashboard;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sml.gateway.network.HttpCall;

/**
 * How a page is to look for the person who opened it. A choice in the query is kept in a cookie;
 * without one the language is what the browser asks for and the theme what the system shows.
 *
 * @param language {@code th} or {@code en}
 * @param theme {@code auto}, {@code light} or {@code dark}
 * @param chosen true when the query names one of them
 */
record Visitor(String language, String theme, boolean chosen) {
  static final List<String> LANGUAGES = List.of("th", "en");
  static final List<String> THEMES = List.of("auto", "light", "dark");

  private static final String COOKIE = "sml-page";

  static Visitor of(HttpCall call) {
    String language = call.query().get("lang");
    String theme = call.query().get("theme");
    boolean chosen = known(LANGUAGES, language) || known(THEMES, theme);
    String[] kept = cookie(call.header("cookie")).split("\\.", 2);
    return new Visitor(
        first(LANGUAGES, asked(call.header("accept-language")), language, kept[0]),
        first(THEMES, "auto", theme, kept.length == 2 ? kept[1] : null),
        chosen);
  }

  private static boolean known(List<String> values, @Nullable String one) {
    return one != null && values.contains(one);
  }

  private static String first(List<String> known, String usual, @Nullable String... wanted) {
    for (String one : wanted) {
      if (one != null && known.contains(one)) {
        return one;
      }
    }
    return usual;
  }

  private static String cookie(@Nullable String header) {
    if (header == null) {
      return "";
    }
    return Arrays.stream(header.split(";"))
        .map(String::strip)
        .filter(one -> one.startsWith(COOKIE + "="))
        .map(one -> one.substring(COOKIE.length() + 1))
        .findFirst()
        .orElse("");
  }

  private static String asked(@Nullable String header) {
    if (header == null || header.isBlank() || header.length() > 200) {
      return "en";
    }
    try {
      return Locale.LanguageRange.parse(header).stream()
          .map(range -> Locale.forLanguageTag(range.getRange()).getLanguage())
          .filter(LANGUAGES::contains)
          .findFirst()
          .orElse("en");
    } catch (IllegalArgumentException unreadable) {
      return "en";
    }
  }

  /** The value of a {@code set-cookie} header that keeps the choice for a year. */
  String keep() {
    return COOKIE
        + "="
        + language
        + "."
        + theme
        + "; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly";
  }

  /** The address of the same page with one parameter set to another value. */
  static String link(HttpCall call, String name, String value) {
    String others =
        call.query().entrySet().stream()
            .filter(one -> !List.of("lang", "theme", name).contains(one.getKey()))
            .sorted(Map.Entry.comparingByKey())
            .map(one -> encode(one.getKey()) + "=" + encode(one.getValue()) + "&")
            .collect(Collectors.joining());
    return "?" + others + encode(name) + "=" + encode(value);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
