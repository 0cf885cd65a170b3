package sml.gateway.prompts;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.apache.camel.Body;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.json.JsonString;
import sml.gateway.json.RawObject;
import sml.gateway.json.RawObject.Member;
import sml.gateway.network.HttpCall;

/** Puts the saved prompt that a chat names before its other messages. */
@Component("savedPrompts")
final class SavedPrompts {
  private static final byte[] MEMBER = "\"prompt\"".getBytes(UTF_8);
  private static final int[] STEPS = steps();

  private final PromptLibrary library;

  SavedPrompts(PromptLibrary library) {
    this.library = library;
  }

  /** By each byte: how far it is from where that byte stands in the member to its end. */
  private static int[] steps() {
    int[] steps = new int[256];
    Arrays.fill(steps, MEMBER.length);
    for (int at = 0; at < MEMBER.length - 1; at++) {
      steps[MEMBER[at]] = MEMBER.length - 1 - at;
    }
    return steps;
  }

  /** The call with the prompt that its body names, or the same one when it names none. */
  public HttpCall add(@Body HttpCall call) {
    if (!mayName(call.body())) {
      return call;
    }
    RawObject body;
    String name;
    try {
      body = RawObject.parse(call.body());
      name = body.text("prompt");
    } catch (IOException malformed) {
      // the admission says what is wrong
      return call;
    }
    if (name == null) {
      return call;
    }
    byte[] messages = messages(body, library.use(name));
    RawObject.Edit edit = body.edit().remove("prompt");
    return call.with((messages == null ? edit : edit.set("messages", messages)).toBytes());
  }

  /** Most chats name none: they are searched by Horspool's steps instead of being parsed. */
  static boolean mayName(byte[] body) {
    int last = MEMBER.length - 1;
    for (int at = last; at < body.length; at += STEPS[body[at] & 0xFF]) {
      if (Arrays.equals(body, at - last, at + 1, MEMBER, 0, MEMBER.length)) {
        return true;
      }
    }
    return false;
  }

  /** The messages with one more in front; null when the body has no list of them. */
  private static byte @Nullable [] messages(RawObject body, String content) {
    Member found = null;
    for (Member member : body.members()) {
      found = member.name().equals("messages") ? member : found;
    }
    if (found == null || body.bytes()[found.valueStart()] != '[') {
      return null;
    }
    int first = found.valueStart() + 1;
    String rest = new String(body.bytes(), first, found.valueEnd() - first, UTF_8);
    var messages = new ByteArrayOutputStream();
    messages.writeBytes("[{\"role\":\"system\",\"content\":".getBytes(UTF_8));
    messages.writeBytes(JsonString.quote(content));
    messages.writeBytes((rest.strip().equals("]") ? "}" : "},").getBytes(UTF_8));
    messages.write(body.bytes(), first, found.valueEnd() - first);
    return messages.toByteArray();
  }
}
