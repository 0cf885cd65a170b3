package sml.gateway.school.paper;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.zip.CRC32;
import sml.gateway.json.JsonString;

/**
 * Untrusted text for a proctor to read: one JSON string between two lines with a name that depends
 * on the text itself. So it cannot hold the name but by chance, nor end the fence.
 *
 * @param name stands in both lines
 * @param content the text as a JSON string
 */
public record UntrustedText(String name, String content) {

  /**
   * Fences a text in.
   *
   * @param what the kind of text, in capitals
   * @param beside what else the reader sees, so that the name depends on that, too
   */
  public static UntrustedText around(String what, String text, String beside) {
    var sum = new CRC32();
    sum.update((beside + text).getBytes(UTF_8));
    return new UntrustedText(
        "%s-%08X".formatted(what, sum.getValue()), new String(JsonString.quote(text), UTF_8));
  }
}
