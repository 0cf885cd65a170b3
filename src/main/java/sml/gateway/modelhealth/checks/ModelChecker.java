package sml.gateway.modelhealth.checks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.ModelRegistry;
import sml.gateway.catalog.Provider;
import sml.gateway.catalog.updates.SkillRecorder.Skill;
import sml.gateway.chat.Answer;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.Category;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.ProbeClient;
import sml.gateway.chat.ProbeClient.ProbeRequest;
import sml.gateway.chat.ProbeClient.Purpose;
import sml.gateway.chat.Refusal;
import sml.gateway.modelhealth.HealthCheckCompleted;

/** Asks one model one question and saves the result. */
@Component
final class ModelChecker {
  private final ProbeClient probeClient;
  private final ModelRegistry registry;
  private final HealthCheckStore store;
  private final SkillEvidence skillEvidence;
  private final ObjectMapper json;
  private final HealthCheckSettings settings;
  private final Clock clock;

  ModelChecker(
      ProbeClient probeClient,
      ModelRegistry registry,
      HealthCheckStore store,
      SkillEvidence skillEvidence,
      ObjectMapper json,
      HealthCheckSettings settings,
      Clock clock) {
    this.probeClient = probeClient;
    this.registry = registry;
    this.store = store;
    this.skillEvidence = skillEvidence;
    this.json = json;
    this.settings = settings;
    this.clock = clock;
  }

  /** Asks whether the model answers; null when it was not asked after all. */
  @Nullable Boolean check(ModelRef ref) {
    Attempt attempt = ask(ref, ProbeQuestions.ping(), Category.GENERAL, Purpose.HEALTH);
    String status = status(attempt);
    if (status == null) {
      return null;
    }
    long tookMs = attempt.timing().tookMs();
    Duration cooldown = status.equals("payment_required") ? settings.paymentRest() : null;
    skillEvidence.add(
        new HealthCheckCompleted(ref, status, tookMs, error(attempt), cooldown), clock.instant());
    return attempt instanceof Attempt.Answered;
  }

  /** Asks about a skill; null when the answer shows nothing. */
  @Nullable SkillObservation probe(
      ModelRef ref, ProbeQuestions.Question question, ProbeQuestions probeQuestions) {
    Category category = question.skill() == Skill.TOOLS ? Category.TOOLS : Category.VISION;
    Attempt attempt = ask(ref, question.body(), category, Purpose.PROBE);
    ProbeQuestions.Shown shown = probeQuestions.read(question, attempt);
    if (shown != null) {
      return new SkillObservation(
          ref,
          question.skill(),
          shown.able(),
          shown.clear(),
          "probe",
          shown.detail(),
          clock.instant());
    }
    String status = status(attempt);
    if (status != null) {
      store.unclear(ref, question.skill(), status, clock.instant());
    }
    return null;
  }

  private Attempt ask(ModelRef ref, byte[] body, Category category, Purpose purpose) {
    boolean local = registry.provider(ref.provider()).map(Provider::local).orElse(false);
    Duration timeout = local ? settings.localTimeout() : settings.timeout();
    return probeClient.ask(new ProbeRequest(ref, body, category, timeout, purpose));
  }

  private @Nullable String status(Attempt attempt) {
    return switch (attempt) {
      case Attempt.Answered answered -> said(answered.answer());
      case Attempt.Refused refused -> word(refused.refusal().kind());
      case Attempt.TimedOut late -> "timeout";
      case Attempt.Broken broken -> broken.what().equals(Attempt.Broken.EMPTY) ? "empty" : "error";
      case Attempt.Cancelled cancelled -> null;
      case Attempt.NotAsked notAsked -> null;
    };
  }

  /** An answer without text counts too: reasoning models may run out of tokens first. */
  private String said(Answer answer) {
    if (!(answer instanceof Answer.Whole whole) || !whole.text().isBlank()) {
      return "available";
    }
    try {
      JsonNode audio = json.readTree(whole.json()).at("/choices/0/message/audio");
      return audio.isObject() ? "audio" : "empty";
    } catch (IOException e) {
      return "empty";
    }
  }

  private static String word(Refusal.Kind kind) {
    return switch (kind) {
      case RATE_LIMITED, QUOTA_EXHAUSTED -> "rate_limited";
      case UNAUTHORIZED -> "unauthorized";
      case PAYMENT_REQUIRED -> "payment_required";
      case MODEL_GONE -> "gone";
      case CONTEXT_TOO_LONG,
          TOO_LARGE,
          CONTENT_POLICY,
          BAD_REQUEST,
          UNSUPPORTED,
          ADDITION_REFUSED,
          FAULT,
          TRANSIENT ->
          "error";
    };
  }

  private static @Nullable String error(Attempt attempt) {
    return switch (attempt) {
      case Attempt.Refused refused -> refused.refusal().message();
      case Attempt.TimedOut late -> "no answer within " + late.limit();
      case Attempt.Broken broken -> broken.what();
      default -> null;
    };
  }
}
