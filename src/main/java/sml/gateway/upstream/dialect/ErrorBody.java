package sml.gateway.upstream.dialect;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sml.gateway.json.RawObject;

/**
 * The words of an error body, whatever its shape.
 *
 * @param status the HTTP status it names itself, 0 when none
 * @param root all of it, as JSON; missing when it is none
 */
record ErrorBody(
    String message,
    @Nullable String type,
    @Nullable String code,
    @Nullable String param,
    int status,
    JsonNode root) {
  private static final int LONGEST = 1000;
  private static final int LOOKED_AT = 64 * 1024;
  private static final List<String> MESSAGES =
      List.of(
          "message", "detail", "error", "title", "msg", "status_msg", "error_msg", "error_message");
  private static final Set<String> GOOD_CODES = Set.of("0", "200", "ok", "success");
  private static final Pattern TITLE =
      Pattern.compile("<title[^>]{0,100}>([^<]{1,300})</title>", Pattern.CASE_INSENSITIVE);
  private static final Pattern TAG = Pattern.compile("</?[A-Za-z!][^<>]{0,300}>");
  private static final Pattern BLANK = Pattern.compile("\\s+");

  /** Reads a body of any kind, also an empty one. */
  static ErrorBody of(byte[] body) {
    JsonNode root = tree(body);
    if (root.isArray() && !root.isEmpty()) {
      root = root.get(0);
    }
    if (root.isObject()) {
      return object(root);
    }
    int length = Math.min(body.length, LOOKED_AT);
    String text =
        root.isTextual() ? root.textValue() : new String(body, 0, length, StandardCharsets.UTF_8);
    return new ErrorBody(clean(text), null, null, null, 0, MissingNode.getInstance());
  }

  /** True when a body that came with a good status reports an error. */
  static boolean isError(byte[] body) {
    JsonNode root = tree(body);
    if (root.isArray() && !root.isEmpty()) {
      root = root.get(0);
    }
    if (!root.isObject() || !root.path("choices").isEmpty() && !truthy(root.path("error"))) {
      return false;
    }
    return truthy(root.path("error"))
        || root.path("object").asText().equals("error")
        || !root.path("errors").isEmpty()
        || root.hasNonNull("detail")
        || (root.hasNonNull("message") && (root.has("type") || root.has("code")))
        || (root.hasNonNull("title") && root.path("status").asInt() >= 400)
        || saysFailure(root);
  }

  /** The ways of providers that put the outcome of a call beside its result. */
  private static boolean saysFailure(JsonNode root) {
    JsonNode outcome = root.path("base_resp");
    boolean worded = MESSAGES.stream().anyMatch(name -> !words(root.path(name)).isBlank());
    String code = root.path("code").asText(root.path("status_code").asText(""));
    boolean coded = !code.isEmpty() && !GOOD_CODES.contains(code.toLowerCase(Locale.ROOT));
    return outcome.path("status_code").asInt(0) != 0
        || (worded
            && (coded || root.path("success").isBoolean() && !root.path("success").asBoolean()))
        || !words(root.path("error_msg")).isBlank()
        || !words(root.path("error_message")).isBlank();
  }

  private static boolean truthy(JsonNode error) {
    return error.isTextual()
        ? !error.textValue().isEmpty()
        : error.isContainerNode() || error.asBoolean();
  }

  private static JsonNode tree(byte[] body) {
    try {
      JsonNode root = RawObject.EXACT.readTree(body);
      return root == null ? MissingNode.getInstance() : root;
    } catch (JacksonException noJson) {
      return MissingNode.getInstance();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static ErrorBody object(JsonNode root) {
    JsonNode error = root.path("error");
    if (!error.isObject() && !root.path("errors").isEmpty()) {
      error = root.path("errors").isArray() ? root.path("errors").get(0) : root.path("errors");
    }
    if (!error.isObject()) {
      error = root.path("base_resp").isObject() ? root.path("base_resp") : root;
    }
    String message = message(error, root);
    String code = word(error.path("code"), error.path("status_code"));
    String innerCode = word(error.path("innererror").path("code"));
    return new ErrorBody(
        clean(message),
        word(error.path("type"), error.path("status"), root.path("type")),
        code == null ? innerCode : code,
        word(error.path("param"), root.path("param")),
        status(error, root),
        root);
  }

  private static String message(JsonNode error, JsonNode root) {
    for (String name : MESSAGES) {
      String words = words(error.path(name));
      if (!words.isBlank()) {
        String raw = words(error.path("metadata").path("raw"));
        return raw.isBlank() ? words : words + ": " + raw;
      }
    }
    String words = words(root.path("error"));
    return words.isBlank() ? words(root.path("message")) : words;
  }

  /** What is said in a value that may be text, a list of complaints or an object around them. */
  private static String words(JsonNode value) {
    if (value.isTextual()) {
      String text = value.textValue();
      JsonNode inner = text.startsWith("{") ? tree(text.getBytes(StandardCharsets.UTF_8)) : value;
      return inner.isObject() ? object(inner).message() : text;
    }
    if (value.isArray()) {
      var all = new StringBuilder();
      for (JsonNode element : value) {
        all.append(all.isEmpty() ? "" : "; ").append(words(element));
      }
      return all.toString();
    }
    for (String name : new String[] {"message", "msg", "detail"}) {
      if (value.has(name)) {
        String place = value.path("loc").isArray() ? " (" + place(value.path("loc")) + ")" : "";
        return words(value.path(name)) + place;
      }
    }
    return "";
  }

  private static String place(JsonNode loc) {
    var path = new StringBuilder();
    loc.forEach(step -> path.append(path.isEmpty() ? "" : ".").append(step.asText()));
    return path.toString();
  }

  private static @Nullable String word(JsonNode... places) {
    for (JsonNode place : places) {
      if (place.isValueNode() && !place.isNull() && !place.asText().isBlank()) {
        return place.asText();
      }
    }
    return null;
  }

  private static int status(JsonNode error, JsonNode root) {
    JsonNode[] places = {
      error.path("code"),
      error.path("status"),
      root.path("status"),
      root.path("raw_status_code"),
      error.path("status_code"),
      root.path("code")
    };
    for (JsonNode place : places) {
      int value = place.asInt(0);
      if (value >= 400 && value <= 599) {
        return value;
      }
    }
    return 0;
  }

  private static String clean(String text) {
    String words = text;
    String start = text.stripLeading().toLowerCase(Locale.ROOT);
    if (start.startsWith("<")) {
      Matcher title = TITLE.matcher(text);
      words = title.find() ? title.group(1) : "";
    }
    words = BLANK.matcher(TAG.matcher(words).replaceAll(" ")).replaceAll(" ").strip();
    if (words.length() <= LONGEST) {
      return words;
    }
    int end = Character.isHighSurrogate(words.charAt(LONGEST - 2)) ? LONGEST - 2 : LONGEST - 1;
    return words.substring(0, end) + "…";
  }
}
