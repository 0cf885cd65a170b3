package sml.gateway.dashboard.live;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of a page that change while it is open: its elements marked {@code data-live}, by their
 * ids.
 *
 * @param fingerprint stands for their whole content, empty when there are none
 */
public record PageParts(String fingerprint, Map<String, String> html) {
  // templates write no bare < or > into attributes or text
  private static final Pattern MARKED =
      Pattern.compile("<(\\w+)\\b[^>]*\\sdata-live(?=[\\s>=])[^>]*>");
  private static final Pattern ID = Pattern.compile("\\sid=\"([^\"]+)\"");
  private static final String MARK = "data-parts=\"\"";
  private static final int FINGERPRINT_BYTES = 9;

  /** The parts of a page, in its order. */
  public static PageParts of(String page) {
    Map<String, String> html = new LinkedHashMap<>();
    MessageDigest digest = sha256();
    Matcher marked = MARKED.matcher(page);
    int from = 0;
    while (marked.find(from)) {
      from = end(page, marked);
      Matcher id = ID.matcher(marked.group());
      if (id.find()) {
        String part = page.substring(marked.start(), from);
        html.put(id.group(1), part);
        digest.update(part.getBytes(StandardCharsets.UTF_8));
      }
    }
    String fingerprint =
        html.isEmpty() ? "" : HexFormat.of().formatHex(digest.digest(), 0, FINGERPRINT_BYTES);
    return new PageParts(fingerprint, html);
  }

  /** The page with the fingerprint of its parts where its body has a place for it. */
  public static String fingerprinted(String page) {
    int place = page.indexOf(MARK);
    if (place < 0) {
      return page;
    }
    int value = place + MARK.length() - 1;
    return page.substring(0, value) + of(page).fingerprint() + page.substring(value);
  }

  /** Those that differ from {@code known}. */
  List<String> since(PageParts known) {
    List<String> changed = new ArrayList<>();
    html.forEach(
        (id, part) -> {
          if (!part.equals(known.html().get(id))) {
            changed.add(part);
          }
        });
    return changed;
  }

  /** Where the element ends whose first tag was found. */
  private static int end(String page, Matcher first) {
    Matcher tag = Pattern.compile("<(/?)" + first.group(1) + "\\b").matcher(page);
    int open = 1;
    int at = first.end();
    while (open > 0 && tag.find(at)) {
      open += tag.group(1).isEmpty() ? 1 : -1;
      at = page.indexOf('>', tag.end()) + 1;
    }
    return open == 0 ? at : page.length();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
