package sml.gateway.testkit.provider;

import java.time.Duration;
import java.util.Locale;
import sml.gateway.simulation.speech.Content;
import sml.gateway.simulation.speech.Content.ThoughtField;
import sml.gateway.simulation.speech.Content.ToolForm;
import sml.gateway.simulation.speech.Rendering.UsageStyle;
import sml.gateway.testkit.provider.Behaviour.LimitHeaders;
import sml.gateway.testkit.provider.Behaviour.Prefill;

/** Reads the tokens of {@link Behaviour#parse}. */
final class BehaviourTokens {
  private BehaviourTokens() {}

  static Behaviour apply(Behaviour base, String tokens) {
    Behaviour behaviour = base;
    for (String token : tokens.split("\\+")) {
      String[] parts = token.split("=", 2);
      String value = parts.length > 1 ? parts[1] : "";
      try {
        behaviour = one(behaviour, parts[0].toLowerCase(Locale.ROOT), value);
      } catch (IllegalArgumentException | IndexOutOfBoundsException notUnderstood) {
        throw new IllegalArgumentException("not a behaviour: " + token, notUnderstood);
      }
    }
    return behaviour;
  }

  private static Behaviour one(Behaviour to, String name, String value) {
    return switch (name) {
      case "latency" -> to.latency(millis(value));
      case "jitter" -> to.jitter(millis(value));
      case "first" -> to.firstEventAfter(millis(value));
      case "gap" -> to.gap(millis(value));
      case "words" -> to.words(Integer.parseInt(value));
      case "text" -> to.text(value.replace('_', ' '));
      case "echo" -> to.saying(new Contents.Echo());
      case "thai" -> to.saying(Contents.thai());
      case "lifelike" -> to.saying(new Content.Lifelike(true, true));
      case "json" -> to.saying(new Contents.Json());
      case "tools" -> to.saying(new Contents.Tools(Integer.parseInt(value), ToolForm.OPENAI));
      case "mistraltools" -> to.saying(new Contents.Tools(1, Contents.MISTRAL_TOOLS));
      case "geminitools" -> to.saying(new Contents.Tools(1, Contents.GEMINI_TOOLS));
      case "thinking" -> to.thinking(choice(ThoughtField.class, value), "simulated thoughts");
      case "crlf" -> to.crlf();
      case "comments" -> to.comments(Integer.parseInt(value));
      case "blank" -> to.blankLines(Integer.parseInt(value));
      case "piece" -> to.inPiecesOf(Integer.parseInt(value));
      case "type" -> to.contentType(value);
      case "usage" -> to.usage(choice(UsageStyle.class, value));
      case "limit" -> limited(to, value);
      case "limits" -> to.limitHeaders(choice(LimitHeaders.class, value));
      case "prefill" -> to.prefill(choice(Prefill.class, value));
      case "context" -> to.contextLength(Integer.parseInt(value));
      default -> fault(to, name, value);
    };
  }

  private static Behaviour fault(Behaviour to, String name, String value) {
    return switch (name) {
      case "status" -> to.failing(status(value));
      case "fail" -> to.failingSometimes(Double.parseDouble(before(value)), status(after(value)));
      case "failn" -> to.failingFirst(Integer.parseInt(before(value)), status(after(value)));
      case "failfor" -> to.failingFor(millis(before(value)), status(after(value)));
      case "strict" -> to.strict(value);
      case "toolong" -> to.failing(Fault.contextLength());
      case "policy" -> to.failing(Fault.contentPolicy());
      case "reset" -> to.failing(Fault.reset());
      case "resetn" -> to.failingFirst(Integer.parseInt(value), Fault.reset());
      case "hangup" -> to.failing(Fault.hangup());
      case "closeafter" -> to.failing(Fault.closeAfter(millis(value)));
      case "headcloseafter" -> to.failing(Fault.headThenCloseAfter(millis(value)));
      case "silence" -> to.failing(Fault.silence());
      case "nonsense" -> to.failing(Fault.malformed(choice(Fault.Nonsense.class, value)));
      case "cut" -> to.failing(Fault.cutAfter(Integer.parseInt(value)));
      case "cutreset" -> to.failing(Fault.cutAfter(Integer.parseInt(value), Fault.Ending.RESET));
      case "stall" -> to.failing(Fault.stallAfter(Integer.parseInt(value)));
      case "badjson" -> to.failing(Fault.brokenEventAfter(Integer.parseInt(value)));
      case "streamerror" -> to.failing(Fault.errorEventAfter(Integer.parseInt(value)));
      case "nodone" -> to.failing(Fault.noDone());
      case "nofinish" -> to.failing(Fault.noFinish());
      default -> throw new IllegalArgumentException("unknown token " + name);
    };
  }

  /** {@code 429}, {@code 429:gemini}, {@code 429:openai:2} with two seconds to wait. */
  private static Fault status(String value) {
    String[] parts = value.split(":");
    Fault.Status status = Fault.status(Integer.parseInt(parts[0]));
    if (parts.length > 1) {
      status = status.shape(choice(Fault.Shape.class, parts[1]));
    }
    return parts.length > 2
        ? status.retryAfter(Duration.ofSeconds(Long.parseLong(parts[2])))
        : status;
  }

  private static Behaviour limited(Behaviour to, String value) {
    String[] parts = value.split(":");
    return to.limited(Integer.parseInt(parts[0]), millis(parts[1]));
  }

  private static String before(String value) {
    return value.substring(0, value.indexOf(':'));
  }

  private static String after(String value) {
    return value.substring(value.indexOf(':') + 1);
  }

  private static Duration millis(String value) {
    return Duration.ofMillis(Long.parseLong(value));
  }

  private static <E extends Enum<E>> E choice(Class<E> type, String name) {
    return Enum.valueOf(type, name.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
