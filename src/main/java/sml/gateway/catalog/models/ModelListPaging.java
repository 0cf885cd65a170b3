package sml.gateway.catalog.models;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the next page of a model list is, in the four ways providers state it. */
final class ModelListPaging {
  private ModelListPaging() {}

  /**
   * The URL of the next page; empty after the last one.
   *
   * @param url of the page that holds {@code root}
   */
  static Optional<String> next(String url, JsonNode root) {
    for (String[] token :
        new String[][] {{"nextPageToken", "pageToken"}, {"next_page_token", "page_token"}}) {
      String value = root.path(token[0]).asText("");
      if (!value.isEmpty()) {
        return Optional.of(with(url, token[1], value));
      }
    }
    String last = root.path("last_id").asText("");
    if (root.path("has_more").asBoolean(false) && !last.isEmpty()) {
      return Optional.of(with(url, "after", last));
    }
    JsonNode counted = root.path("result_info");
    long page = counted.path("page").asLong(0);
    long size = counted.path("per_page").asLong(0);
    boolean more = page > 0 && size > 0 && page * size < counted.path("total_count").asLong(0);
    return more && !root.path("result").isEmpty()
        ? Optional.of(with(url, "page", Long.toString(page + 1)))
        : Optional.empty();
  }

  private static String with(String url, String parameter, String value) {
    String pair = parameter + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    Matcher present = Pattern.compile("([?&])" + parameter + "=[^&]*").matcher(url);
    if (present.find()) {
      return present.replaceFirst(Matcher.quoteReplacement(present.group(1) + pair));
    }
    return url + (url.contains("?") ? "&" : "?") + pair;
  }
}
