package sml.gateway.modelhealth;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import sml.gateway.catalog.Keyring;
import sml.gateway.catalog.Model;
import sml.gateway.catalog.ModelRegistry;
import sml.gateway.catalog.Provider;
import sml.gateway.chat.Answer;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.AttemptFinished;
import sml.gateway.chat.AttemptTiming;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.Category;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.LiveStats;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.ProbeClient;
import sml.gateway.chat.Refusal;
import sml.gateway.chat.RoutingPreferences;
import sml.gateway.chat.Usage;
import sml.gateway.cluster.ClusterState;
import sml.gateway.cluster.TestReplica;
import sml.gateway.json.RawObject;
import sml.gateway.modelhealth.cooldowns.HealthLog;
import sml.gateway.modelhealth.quotas.QuotaAccounts;
import sml.gateway.modelhealth.quotas.SharedQuotaLedger;
import sml.gateway.modelhealth.quotas.known.DocumentedQuotas;
import sml.gateway.network.HttpCall;
import sml.gateway.testkit.SampleProfile;
import sml.gateway.testkit.SilentClient;
import sml.gateway.upstream.AdmissionGate;
import sml.gateway.upstream.AdmissionGate.Admission;
import sml.gateway.upstream.AdmissionGate.Entry;

/** The whole room around a clock that is moved by hand, and a provider that a test controls. */
public final class Lab implements AutoCloseable {
  static final ModelRef A = new ModelRef("p", "a");
  static final ModelRef B = new ModelRef("p", "b");
  static final DocumentedQuotas DOCUMENTED = DocumentedQuotas.load(new ObjectMapper());

  public final HandClock clock;
  final HealthLog log = new HealthLog();
  final ModelHealthSettings settings = settings();
  final ModelHealthState state;
  final Keys keys = new Keys();
  final Lists registry = new Lists();
  public final AdmissionGate gate;
  public final LiveStats liveStats;
  final AttemptListener listener;
  private final @Nullable TestReplica replica;
  int tokens = 100;
  Map<String, String> headers = Map.of();
  ProbeClient.@Nullable Purpose purpose;

  /** A room without other replicas. */
  public Lab() {
    this(null, new HandClock());
  }

  /** A room whose tables have joined this replica, which is not started yet. */
  Lab(@Nullable TestReplica replica, HandClock clock) {
    this(replica, clock, QuotaAccounts.SINGLE);
  }

  /** A room whose providers have these owners and keys. */
  Lab(@Nullable TestReplica replica, HandClock clock, QuotaAccounts quotaAccounts) {
    this.replica = replica;
    this.clock = clock;
    this.state = memory(replica == null ? TestReplica.alone() : replica.cluster(), quotaAccounts);
    this.gate = new ModelAdmissionGate(state, keys, clock);
    this.liveStats = new ModelLiveStats(state, clock);
    this.listener = new AttemptListener(state, keys, registry, settings, clock);
  }

  /** A room on a Valkey, the only one there; skips the test when there is none. */
  static Lab overValkey() {
    TestReplica only = TestReplica.at(TestReplica.anyPrefix());
    Lab lab = new Lab(only, new HandClock());
    only.start();
    return lab;
  }

  /** A room on a Valkey whose ledger of quotas grants already. */
  static Lab overValkeyWithGrants() {
    Lab lab = overValkey();
    lab.askNow();
    lab.pass("3S");
    lab.askNow();
    return lab;
  }

  /** Waits until everything that was published has been received. */
  void settle() {
    if (replica != null) {
      TestReplica.settle(replica);
    }
  }

  @Override
  public void close() {
    if (replica != null) {
      replica.close();
    }
  }

  static ModelHealthSettings settings() {
    var none = new MapConfigurationPropertySource(Map.of());
    return new Binder(none).bindOrCreate("sml.learning", ModelHealthSettings.class);
  }

  private ModelHealthState memory(ClusterState cluster, QuotaAccounts quotaAccounts) {
    ModelHealthConfiguration beans = new ModelHealthConfiguration();
    var rules = beans.limitRules(settings, DOCUMENTED, quotaAccounts);
    return new ModelHealthState(
        beans.cooldowns(settings, log, keys, cluster, clock),
        beans.breakers(settings, cluster, clock),
        beans.storms(settings, cluster, clock),
        beans.sizeLimits(settings, cluster, clock),
        beans.quotaLedger(settings, rules, cluster, clock),
        beans.results(settings, clock),
        new ProviderLoad(clock),
        new ChangeCounter());
  }

  /** Gets all available grants of the shared quotas. */
  void askNow() {
    if (state.limits() instanceof SharedQuotaLedger shared) {
      shared.askNow();
    }
  }

  boolean enters(ModelRef ref) {
    askNow();
    return gate.enter(ref, tokens, Admission.HEALTHY) instanceof Entry.Open;
  }

  boolean entersNamed(ModelRef ref) {
    askNow();
    return gate.enter(ref, tokens, Admission.NAMED) instanceof Entry.Open;
  }

  Entry.Shut shut(ModelRef ref) {
    askNow();
    return (Entry.Shut) gate.enter(ref, tokens, Admission.HEALTHY);
  }

  @Nullable Duration cooldown(ModelRef ref) {
    LiveStats.CooldownState cooldown = liveStats.of(ref, Category.GENERAL).cooldown();
    return cooldown == null ? null : cooldown.left();
  }

  void pass(String time) {
    clock.pass(Duration.parse("PT" + time));
  }

  void answers(ModelRef ref) {
    answers(ref, new AttemptTiming(0, 40L, 100));
  }

  void answers(ModelRef ref, AttemptTiming attemptTiming) {
    Candidate candidate = candidate(ref);
    Answer answer = new Answer.Whole(candidate, new byte[0], null, "hi", "stop");
    finish(new Attempt.Answered(candidate, attemptTiming, answer), null);
  }

  void refuses(ModelRef ref, Refusal.Kind kind, @Nullable String retryAfter) {
    refuses(ref, kind, "no", retryAfter);
  }

  void refuses(ModelRef ref, Refusal.Kind kind, String text, @Nullable String retryAfter) {
    Duration wait = retryAfter == null ? null : Duration.parse("PT" + retryAfter);
    int status = kind == Refusal.Kind.RATE_LIMITED ? 429 : 500;
    Refusal refusal = new Refusal(status, kind, text, null, null, null, wait);
    finish(new Attempt.Refused(candidate(ref), new AttemptTiming(0, null, 10), refusal), null);
  }

  void fails(ModelRef ref) {
    refuses(ref, Refusal.Kind.TRANSIENT, null);
  }

  void cancelled(ModelRef ref) {
    finish(new Attempt.Cancelled(candidate(ref), new AttemptTiming(0, null, 10), "lost"), null);
  }

  /** Reports to the room how an attempt of a request ended. */
  public void finished(AttemptFinished event) {
    listener.on(event);
  }

  void finish(Attempt attempt, @Nullable Usage usage) {
    listener.on(new AttemptFinished(request(), true, attempt, 7L, headers, usage));
  }

  static Candidate candidate(ModelRef ref) {
    return new Candidate(ref, false, 1, null, 1, "");
  }

  ChatRequest request() {
    var none = new byte[0];
    return new ChatRequest(
        new HttpCall("t", "POST", "/", Map.of(), Map.of(), none, "", new SilentClient(), 0),
        "sml/auto",
        body(),
        SampleProfile.plain(Category.GENERAL, tokens, true),
        RoutingPreferences.NONE,
        clock.instant(),
        Duration.ofMinutes(1),
        purpose);
  }

  private static RawObject body() {
    try {
      return RawObject.parse("{}".getBytes(StandardCharsets.UTF_8));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** A keyring that only records calls. */
  static final class Keys implements Keyring {
    final List<Long> suspects = new ArrayList<>();
    final Map<Long, Duration> coolingDown = new HashMap<>();
    Optional<ApiKey> next = Optional.empty();
    long account;

    @Override
    public Optional<ApiKey> pick(String provider) {
      return next;
    }

    @Override
    public boolean anyCoolingDown(String provider) {
      return next.filter(key -> !coolingDown.containsKey(key.id())).isPresent();
    }

    @Override
    public long account(String provider, @Nullable Long keyId) {
      return keyId == null ? account : Math.min(keyId, account);
    }

    @Override
    public void coolDown(long keyId, Duration time) {
      coolingDown.put(keyId, time);
    }

    @Override
    public void suspect(long keyId, String said) {
      suspects.add(keyId);
    }
  }

  /** A registry that only knows what providers list. */
  static final class Lists implements ModelRegistry {
    final Set<ModelRef> listed = new HashSet<>();

    @Override
    public boolean lists(ModelRef ref) {
      return listed.contains(ref);
    }

    @Override
    public List<Model> models() {
      return List.of();
    }

    @Override
    public Optional<Model> model(ModelRef ref) {
      return Optional.empty();
    }

    @Override
    public List<Model> named(String bareId) {
      return List.of();
    }

    @Override
    public Optional<Provider> provider(String name) {
      return Optional.empty();
    }

    @Override
    public boolean isEmpty() {
      return true;
    }
  }
}
