package sml.gateway.upstream.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.json.JsonString;
import sml.gateway.json.RawObject;
import sml.gateway.json.RawObject.Member;
import sml.gateway.json.Splices;

/**
 * Turns an admitted body into the bytes for one provider. Whatever the provider's dialect does not
 * force to change stays byte for byte as the client sent it.
 */
@Component("requestShaper")
public final class RequestShaper {

  /**
   * A request for one provider.
   *
   * @param bytes the client's own array when nothing had to change
   * @param added fields that the client did not send
   */
  public record Shaped(byte[] bytes, Set<String> added) {}

  /**
   * What to send.
   *
   * @param begun text of an answer that another model began and this one is to continue; only for
   *     dialects that {@link Dialect#continues() continue}
   */
  public Shaped shape(RawObject body, ShapeTarget shapeTarget, @Nullable String begun) {
    var splices = new Splices(body.bytes());
    try {
      Set<String> added = new TopLevelEdit(body, shapeTarget, splices).edit();
      editMessages(body, shapeTarget.dialect(), splices, begun);
      editTools(body, shapeTarget.dialect(), splices);
      return new Shaped(splices.apply(mark(body.bytes())), added);
    } catch (IOException e) {
      // the same bytes were parsed when the request was admitted
      throw new UncheckedIOException(e);
    }
  }

  private static void editMessages(
      RawObject body, Dialect dialect, Splices splices, @Nullable String begun) throws IOException {
    if (begun == null && dialect.messageRules().isEmpty()) {
      return;
    }
    List<byte[]> added = begun == null ? List.of() : List.of(prefill(begun, dialect));
    for (Member member : body.members()) {
      if (member.name().equals("messages")) {
        new MessageEdit(dialect, splices).edit(member, added);
      }
    }
  }

  private static void editTools(RawObject body, Dialect dialect, Splices splices)
      throws IOException {
    if (dialect.schemaKeys().isEmpty()) {
      return;
    }
    for (Member member : body.members()) {
      if (member.name().equals("tools")) {
        new SchemaEdit(dialect.schemaKeys(), splices).edit(member);
      }
    }
  }

  private static byte[] prefill(String begun, Dialect dialect) {
    if (!dialect.continues()) {
      throw new IllegalArgumentException(dialect.name() + " cannot continue a text");
    }
    // a text cut inside a surrogate pair cannot be written as UTF-8: its half becomes '?'
    String whole = new String(begun.getBytes(UTF_8), UTF_8);
    String prefix = dialect.prefill() == Dialect.Prefill.PREFIX ? ",\"prefix\":true}" : "}";
    String content = new String(JsonString.quote(whole), UTF_8);
    return ("{\"role\":\"assistant\",\"content\":" + content + prefix).getBytes(UTF_8);
  }

  /** Upstreams refuse a byte order mark. */
  private static int mark(byte[] bytes) {
    return bytes.length > 0 && bytes[0] == (byte) 0xEF ? 3 : 0;
  }
}
