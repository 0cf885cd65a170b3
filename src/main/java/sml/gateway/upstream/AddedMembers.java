package sml.gateway.upstream;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.Refusal;
import sml.gateway.chat.Refusal.Kind;
import sml.gateway.upstream.dialect.FieldWords;

/**
 * What a request holds that the client did not send. A provider that refuses one of these is asked
 * again without it, because the client can do nothing about it.
 *
 * @param fields names of members of the body
 * @param limits those of them that are token limits
 * @param prefill the beginning of the answer was added as a last message
 */
record AddedMembers(Set<String> fields, Set<String> limits, boolean prefill) {
  /** Stands for the beginning of an answer among the names of what was added. */
  static final String PREFILL = "messages";

  private static final String STREAM_OPTIONS = "stream_options";

  /** What a refusal may name in the place of an added member. */
  private static final Map<String, List<String>> OTHER_NAMES =
      Map.of(STREAM_OPTIONS, List.of("include_usage"), JoinedStreams.STREAM, List.of("streaming"));

  AddedMembers {
    fields = Set.copyOf(fields);
    limits = Set.copyOf(limits);
  }

  /** The attempt with its refusal put down to what was added, if it is about that. */
  Attempt judge(Attempt attempt) {
    return attempt instanceof Attempt.Refused(var candidate, var attemptTiming, var refusal)
        ? new Attempt.Refused(candidate, attemptTiming, judge(refusal, new byte[0]))
        : attempt;
  }

  /** The refusal, put down to what was added if it is about that; {@code body} as it came. */
  Refusal judge(Refusal refusal, byte[] body) {
    if (refusal.kind() == Kind.ADDITION_REFUSED) {
      return refusal;
    }
    String text = new String(body, StandardCharsets.UTF_8);
    // of two that are named in one, the longer one
    for (String field : new TreeSet<>(fields).descendingSet()) {
      if (mayBeAbout(field, refusal) && isNamed(field, refusal, text)) {
        return of(refusal, field, "`" + field + "`");
      }
    }
    boolean aboutRequest = refusal.kind() == Kind.UNSUPPORTED || refusal.kind() == Kind.BAD_REQUEST;
    return prefill && aboutRequest ? of(refusal, PREFILL, "the beginning of the answer") : refusal;
  }

  /** True when leaving the field out for good is right, and not only for a value or one model. */
  static boolean holdsForAll(String field, Refusal refusal) {
    return field.equals(STREAM_OPTIONS)
        || (!field.equals(PREFILL) && FieldWords.refuse(refusal.message()));
  }

  private boolean mayBeAbout(String field, Refusal refusal) {
    return switch (refusal.kind()) {
      case BAD_REQUEST, UNSUPPORTED -> true;
      case CONTEXT_TOO_LONG -> limits.contains(field);
      // servers that check nothing fail over the field
      case FAULT, TRANSIENT -> FieldWords.refuse(refusal.message());
      case RATE_LIMITED,
          QUOTA_EXHAUSTED,
          UNAUTHORIZED,
          PAYMENT_REQUIRED,
          TOO_LARGE,
          CONTENT_POLICY,
          MODEL_GONE,
          ADDITION_REFUSED ->
          false;
    };
  }

  private static boolean isNamed(String field, Refusal refusal, String body) {
    return FieldWords.name(refusal.message(), field)
        || FieldWords.name(refusal.param(), field)
        || FieldWords.name(body, field)
        || OTHER_NAMES.getOrDefault(field, List.of()).stream()
            .anyMatch(other -> isNamed(other, refusal, body));
  }

  private static Refusal of(Refusal refusal, String field, String what) {
    String message =
        refusal.message() + " (asked again without " + what + ", which the gateway had added)";
    return new Refusal(
        refusal.status(),
        Kind.ADDITION_REFUSED,
        message,
        refusal.type(),
        refusal.code(),
        field,
        null);
  }
}
