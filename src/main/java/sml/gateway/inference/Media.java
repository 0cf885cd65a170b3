package sml.gateway.inference;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Locale;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Answer;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.ChatRequest.Operation;
import sml.gateway.chat.GatewayException.InvalidRequest;
import sml.gateway.chat.GatewayException.UpstreamFailed;
import sml.gateway.chat.Refusal;
import sml.gateway.json.RawObject;
import sml.gateway.network.HttpCall;
import sml.gateway.upstream.dialect.FormModel;

/** Speech, transcripts, images and moderation: their bodies, and answers that must be complete. */
@Component("media")
final class Media {
  private static final String FORM = "multipart/form-data";
  private static final int BYTES_A_TOKEN = 4;

  private final Admission admission;

  Media(Admission admission) {
    this.admission = admission;
  }

  /**
   * The request of a call.
   *
   * @throws InvalidRequest naming the field that is wrong
   */
  public ChatRequest admit(@Body HttpCall call) {
    return switch (Operation.of(call.path())) {
      case SPEECH -> text(call, "input");
      case IMAGE -> text(call, "prompt");
      case MODERATION -> moderation(call);
      case TRANSCRIPTION, TRANSLATION -> form(call);
      case CHAT, EMBEDDING -> throw new IllegalStateException(call.path());
    };
  }

  private ChatRequest text(HttpCall call, String name) {
    RawObject body = Admission.object(call);
    String text = Admission.text(body, name);
    if (text == null || text.isBlank()) {
      throw InvalidRequest.missing(name);
    }
    return admission.request(call, body, 1 + text.length() / BYTES_A_TOKEN);
  }

  private ChatRequest moderation(HttpCall call) {
    RawObject body = Admission.object(call);
    JsonNode input = Admission.node(body, "input");
    if (input == null) {
      throw InvalidRequest.missing("input");
    }
    boolean filled = input.isTextual() ? !input.textValue().isEmpty() : !input.isEmpty();
    if (!filled || !(input.isTextual() || input.isArray())) {
      throw InvalidRequest.value("input", "expected a text or a non-empty array");
    }
    return admission.request(call, body, 1 + call.body().length / BYTES_A_TOKEN);
  }

  private ChatRequest form(HttpCall call) {
    String type = call.header("content-type");
    if (type == null || !type.toLowerCase(Locale.ROOT).startsWith(FORM)) {
      throw new InvalidRequest("The body must be a form of the type " + FORM + ".", "file");
    }
    FormModel model = new FormModel(type);
    if (!model.hasFile(call.body())) {
      throw InvalidRequest.missing("file");
    }
    return admission.request(call, nothing(), model.get(call.body()), 1);
  }

  /** Stands for the body of a form, which is no JSON. */
  private static RawObject nothing() {
    try {
      return RawObject.parse("{}".getBytes(UTF_8));
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The answer as it goes out; a judgement must say of every input whether it is flagged. */
  public Answer complete(
      @Variable("request") ChatRequest request, @Variable("answer") @Nullable Answer answer) {
    if (!(answer instanceof Answer.Plain plain)) {
      throw new IllegalStateException("what is no chat has a plain answer");
    }
    return request.operation() == Operation.MODERATION ? judged(plain) : plain;
  }

  private static Answer judged(Answer.Plain plain) {
    ObjectNode json;
    try {
      json = RawObject.parse(plain.bytes()).tree();
    } catch (IOException unreadable) {
      throw unjudged(plain);
    }
    boolean changed = false;
    for (JsonNode result : json.path("results")) {
      JsonNode categories = result.path("categories");
      if (!result.path("flagged").isBoolean()) {
        if (!categories.isObject() || categories.isEmpty()) {
          throw unjudged(plain);
        }
        boolean flagged = false;
        for (JsonNode category : categories) {
          flagged |= category.asBoolean(false);
        }
        ((ObjectNode) result).put("flagged", flagged);
        changed = true;
      }
    }
    if (json.path("results").isEmpty()) {
      throw unjudged(plain);
    }
    return changed
        ? new Answer.Plain(
            plain.candidate(), json.toString().getBytes(UTF_8), "application/json", plain.usage())
        : plain;
  }

  private static UpstreamFailed unjudged(Answer.Plain plain) {
    return new UpstreamFailed(
        new Refusal(
            502,
            Refusal.Kind.FAULT,
            plain.candidate().ref().id() + " judged nothing.",
            "api_error",
            "upstream_broken",
            null,
            null));
  }
}
