package sml.gateway.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.Provider;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.ModelRef;
import sml.gateway.upstream.AttemptRunner.AttemptRequest;
import sml.gateway.upstream.transport.UpstreamSettings;
import sml.gateway.upstream.wire.ExpectedAnswer;
import sml.gateway.upstream.wire.OfferedTools;
import sml.gateway.upstream.wire.Reasoning;
import sml.gateway.upstream.wire.ReasoningSign;

/**
 * Where the answers of each model have their reasoning. Models that begin inside it, without an
 * opening tag, are those of the setting and those whose answers have shown it; three answers in a
 * row without a closing tag take that back.
 */
@Component
final class ReasoningFormats {
  /** Answers without a closing tag before a model counts as one that does not begin inside. */
  private static final int MOST_UNCLOSED = 3;

  private static final int MOST_MODELS = 10_000;

  private final UpstreamSettings settings;
  private final ConcurrentMap<ModelRef, Integer> unclosedLeft = new ConcurrentHashMap<>();

  ReasoningFormats(UpstreamSettings settings) {
    this.settings = settings;
  }

  /** What to expect of the answer to a question to this provider. */
  ExpectedAnswer expected(AttemptRequest question, Provider provider) {
    ChatRequest request = question.request();
    ModelRef ref = question.candidate().ref();
    Reasoning reasoning = reasoning(request, ref);
    // an answer that goes on from a text the client has does not begin inside its reasoning
    boolean goesOn = question.prefill() != null && reasoning == Reasoning.OPENED_BY_PROMPT;
    return new ExpectedAnswer(
        offered(request), ref.model(), goesOn ? Reasoning.TAGGED : reasoning, provider.quotas());
  }

  /** Records how an answer began. */
  void note(ModelRef ref, ReasoningSign sign) {
    switch (sign) {
      case NONE -> {}
      case CLOSED_UNOPENED -> {
        if (unclosedLeft.size() < MOST_MODELS) {
          unclosedLeft.put(ref, MOST_UNCLOSED);
        }
      }
      case NEVER_CLOSED -> unclosedLeft.merge(ref, MOST_UNCLOSED - 1, (left, fresh) -> left - 1);
    }
  }

  private static OfferedTools offered(ChatRequest request) {
    try {
      return request.profile().tools()
          ? OfferedTools.of(request.body().node("tools"))
          : OfferedTools.NONE;
    } catch (IOException admittedBefore) {
      return OfferedTools.NONE;
    }
  }

  private Reasoning reasoning(ChatRequest request, ModelRef ref) {
    if (wantsRaw(request)) {
      return Reasoning.RAW;
    }
    Integer left = unclosedLeft.get(ref);
    boolean begins = left == null ? isNamed(ref) : left > 0;
    return begins ? Reasoning.OPENED_BY_PROMPT : Reasoning.TAGGED;
  }

  private boolean isNamed(ModelRef ref) {
    String id = ref.id().toLowerCase(Locale.ROOT);
    return settings.reasoningFirst().stream().anyMatch(part -> id.contains(part));
  }

  /** Also in the words of llama.cpp and SGLang. */
  private static boolean wantsRaw(ChatRequest request) {
    try {
      String format = request.body().text("reasoning_format");
      JsonNode separate = request.body().node("separate_reasoning");
      return "raw".equals(format)
          || "none".equals(format)
          || (separate != null && separate.isBoolean() && !separate.booleanValue());
    } catch (IOException admittedBefore) {
      return false;
    }
  }
}
