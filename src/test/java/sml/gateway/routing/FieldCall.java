package sml.gateway.routing;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Answer;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.AttemptFinished;
import sml.gateway.chat.AttemptTiming;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.Refusal;
import sml.gateway.routing.FieldProvider.Outcome;

/** One call of a provider. */
final class FieldCall {
  private static final Duration FIRST_CONTENT_LIMIT = Duration.ofSeconds(12);

  /** Between two pieces of a stream. */
  private static final long PIECE_MS = 500;

  private final Field field;
  private final FieldRequest request;
  private final Asked asked;
  private final Candidate candidate;
  private final long startedMs;
  private final FieldProvider provider;
  private final AtomicBoolean over = new AtomicBoolean();
  private @Nullable Long firstMs;

  /** Who hears how a call ended. */
  interface Asked {
    boolean claim();

    /** Content of a whole answer came that is not complete yet. */
    void onContent();

    void ended(Attempt attempt);

    void onLost(Runnable action);

    boolean lastChance();
  }

  FieldCall(Field field, FieldRequest request, Asked asked, Candidate candidate, long startedMs) {
    this.field = field;
    this.request = request;
    this.asked = asked;
    this.candidate = candidate;
    this.startedMs = startedMs;
    this.provider = Objects.requireNonNull(field.providers.get(candidate.owner()));
  }

  void begin() {
    long start = field.now();
    Outcome outcome =
        field.world.outcome(
            request.chat(),
            request.nth(),
            candidate.ref(),
            provider.call(candidate.ref().model(), request.nth(), true, start));
    Map<String, String> headers = provider.headers(start);
    asked.onLost(
        () ->
            finish(
                new Attempt.Cancelled(candidate, timing(firstMs), "another was faster"), Map.of()));
    switch (outcome) {
      case Outcome.Content(long first, long end) ->
          field.at(start + first, () -> content(first, start + end, true, headers));
      case Outcome.Cut(long first, long end) ->
          field.at(start + first, () -> content(first, start + end, false, headers));
      case Outcome.Refusal(int status, int wait, long end) ->
          field.at(start + end, () -> finish(refusal(status, wait), headers));
      case Outcome.Spoilt(long end) ->
          field.at(
              start + end,
              () -> finish(new Attempt.Broken(candidate, timing(null), "reset", true), Map.of()));
      case Outcome.Hang(long end) -> {
        long limit =
            asked.lastChance()
                ? FieldRequest.TIMEOUT_MS - startedMs
                : FIRST_CONTENT_LIMIT.toMillis();
        field.at(
            start + Math.min(end, limit),
            () ->
                finish(
                    new Attempt.TimedOut(
                        candidate, timing(null), Attempt.Phase.FIRST_CONTENT, FIRST_CONTENT_LIMIT),
                    Map.of()));
      }
    }
  }

  private void content(long first, long endMs, boolean whole, Map<String, String> headers) {
    if (over.get()) {
      return;
    }
    field.lab.gate.observe(candidate.ref(), 7L, headers);
    if (!request.isStream()) {
      firstMs = startedMs + first;
      for (long at = field.now(); at < endMs; at += PIECE_MS) {
        field.at(at, this::onContent);
      }
      field.at(endMs, () -> joined(startedMs + first, whole, headers));
      return;
    }
    if (claims(timing(null), headers)) {
      field.at(endMs, () -> complete(startedMs + first, whole, headers));
    }
  }

  private void onContent() {
    if (!over.get()) {
      asked.onContent();
    }
  }

  private void joined(long first, boolean whole, Map<String, String> headers) {
    if (over.get()) {
      return;
    }
    if (!whole) {
      finish(new Attempt.Broken(candidate, timing(first), "cut", false), headers);
    } else if (claims(timing(first), headers)) {
      complete(first, true, headers);
    }
  }

  private boolean claims(AttemptTiming lost, Map<String, String> headers) {
    if (asked.claim()) {
      request.claimed();
      return true;
    }
    finish(new Attempt.Cancelled(candidate, lost, "lost"), headers);
    return false;
  }

  private void complete(long firstMs, boolean whole, Map<String, String> headers) {
    Attempt attempt =
        whole
            ? new Attempt.Answered(
                candidate,
                timing(firstMs),
                new Answer.Whole(candidate, new byte[0], null, "x", "stop"))
            : new Attempt.Broken(candidate, timing(firstMs), "cut", false);
    if (!over.getAndSet(true)) {
      field.lab.finished(new AttemptFinished(request.chat(), true, attempt, 7L, headers, null));
      if (whole) {
        asked.ended(attempt);
        request.answered(candidate);
      } else {
        request.cut(attempt);
      }
    }
  }

  private void finish(Attempt attempt, Map<String, String> headers) {
    if (!over.getAndSet(true)) {
      field.lab.finished(new AttemptFinished(request.chat(), true, attempt, 7L, headers, null));
      asked.ended(attempt);
    }
  }

  private Attempt refusal(int status, int wait) {
    var refusal =
        new Refusal(
            status,
            status == 429 ? Refusal.Kind.RATE_LIMITED : Refusal.Kind.TRANSIENT,
            "simulated",
            null,
            null,
            null,
            wait == 0 ? null : Duration.ofSeconds(wait));
    return new Attempt.Refused(candidate, timing(null), refusal);
  }

  private AttemptTiming timing(@Nullable Long firstMs) {
    return new AttemptTiming(startedMs, firstMs, request.elapsedMs());
  }
}
