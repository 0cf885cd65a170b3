package sml.gateway.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sml.gateway.catalog.QuotaCalendar;
import sml.gateway.chat.Answer;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.ChatRequest.Operation;
import sml.gateway.chat.Usage;
import sml.gateway.json.RawObject;
import sml.gateway.upstream.dialect.RefusalReader;
import sml.gateway.upstream.transport.ResponseDecoder;

/** Reads the body of an answer in the way that fits what was asked for. */
final class AnswerReader {
  private static final String UNNAMED = "application/octet-stream";
  private static final String JSON = "application/json";

  private final UpstreamCall call;
  private final Map<String, String> headers;

  AnswerReader(UpstreamCall call, Map<String, String> headers) {
    this.call = call;
    this.headers = headers;
  }

  Attempt read(InputStream body) throws IOException {
    String coding = headers.get("content-encoding");
    if (call.question().request().operation() != Operation.CHAT) {
      call.watch().expect(call.limits().body());
      return plain(body, coding);
    }
    if (call.question().request().profile().stream()) {
      return new UpstreamStream(call, ResponseDecoder.streamed(body, coding)).open();
    }
    var whole = new WholeAnswer(call);
    if (call.streamed()) {
      return new JoinedAnswer(call, whole, ResponseDecoder.streamed(body, coding)).read();
    }
    call.watch().expect(call.limits().body());
    return whole.read(body, coding);
  }

  /** What is no chat: JSON with the member its operation needs, or any bytes. */
  private Attempt plain(InputStream body, @Nullable String coding) throws IOException {
    int limit = (int) call.tools().settings().answerSize().toBytes();
    byte[] bytes = ResponseDecoder.whole(body, coding, limit + 1, call.large());
    if (bytes.length > limit) {
      return call.end(call.broken("an answer of more than " + limit + " bytes", false), null);
    }
    if (bytes.length == 0) {
      return call.end(call.broken(Attempt.Broken.EMPTY, false), null);
    }
    String type = headers.getOrDefault("content-type", UNNAMED);
    String member = call.question().request().operation().member();
    return member == null && !type.startsWith(JSON)
        ? answered(bytes, type, null)
        : json(bytes, type.startsWith(JSON) ? type : JSON, member);
  }

  private Attempt json(byte[] bytes, String type, @Nullable String member) {
    RawObject answer;
    JsonNode usage;
    try {
      answer = RawObject.parse(bytes);
      usage = answer.node("usage");
    } catch (IOException noObject) {
      return call.end(call.broken("the answer is no JSON object", false), null);
    }
    if (RefusalReader.isError(bytes)) {
      var now = call.tools().clock().instant();
      var refusal = RefusalReader.read(200, Map.of(), bytes, QuotaCalendar.UTC, now);
      return call.end(new Attempt.Refused(call.candidate(), call.timing(), refusal), null);
    }
    if (member != null && answer.missing(member)) {
      return call.end(call.broken("the answer has no `" + member + "`", false), null);
    }
    return answered(bytes, type, usage(usage));
  }

  private Attempt answered(byte[] bytes, String type, @Nullable Usage usage) {
    if (!call.claim()) {
      return call.end(call.lost(), null);
    }
    var answer = new Answer.Plain(call.candidate(), bytes, type, usage);
    return call.end(new Attempt.Answered(call.candidate(), call.timing(), answer), usage);
  }

  private static @Nullable Usage usage(@Nullable JsonNode usage) {
    if (usage == null || !usage.path("total_tokens").isNumber()) {
      return null;
    }
    long total = usage.path("total_tokens").asLong();
    return new Usage(
        usage.path("prompt_tokens").asLong(total),
        usage.path("completion_tokens").asLong(0),
        total);
  }
}
