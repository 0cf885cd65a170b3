package sml.gateway.catalog.observed;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import sml.gateway.catalog.CatalogSettings;
import sml.gateway.catalog.Provider;
import sml.gateway.catalog.Provider.Access;
import sml.gateway.catalog.ProviderKeyAdded;
import sml.gateway.catalog.observed.AccessObservation.Cause;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.AttemptFinished;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Refusal;

/**
 * Notices that a free tier has ended, and that it is back, from what providers answer. It counts at
 * once in this gateway, is stored in the background, and never changes the row itself.
 */
@Component
public final class ObservedAccess {
  private static final Logger LOG = LoggerFactory.getLogger(ObservedAccess.class);
  private static final int LONGEST_WORDS = 500;
  private static final Pattern ENDED =
      Pattern.compile(
          "retired|sunset|shut ?down|discontinued|decommissioned|no longer (available|exist)",
          Pattern.CASE_INSENSITIVE);

  private final ObservedAccessStore store;
  private final CatalogSettings settings;
  private final ApplicationEventPublisher events;
  private final Clock clock;
  private final Executor background;
  private final Map<String, AccessSigns> signs = new ConcurrentHashMap<>();
  private final Map<String, Change> unwritten = new ConcurrentHashMap<>();
  private volatile Map<String, Integer> offered = Map.of();
  private volatile Map<String, AccessObservation> known = Map.of();

  /** What is not stored yet: an observation, or why there is none any more. */
  private record Change(@Nullable AccessObservation seen, String why) {}

  @Autowired
  ObservedAccess(
      ObservedAccessStore store,
      CatalogSettings settings,
      ApplicationEventPublisher events,
      Clock clock) {
    this(
        store,
        settings,
        events,
        clock,
        task -> Thread.ofVirtual().name("observed-access").start(task));
  }

  ObservedAccess(
      ObservedAccessStore store,
      CatalogSettings settings,
      ApplicationEventPublisher events,
      Clock clock,
      Executor background) {
    this.store = store;
    this.settings = settings;
    this.events = events;
    this.clock = clock;
    this.background = background;
  }

  /** What was observed of a provider, if its free tier has ended. */
  public Optional<AccessObservation> of(String provider) {
    return Optional.ofNullable(known.get(provider));
  }

  /** The provider with what was observed of it. */
  public Provider apply(Provider provider) {
    AccessObservation seen = known.get(provider.name());
    return seen == null ? provider : provider.with(seen.state());
  }

  /**
   * Reads the table anew.
   *
   * @param chatModels how many chat models each provider of the catalogue offers
   */
  public void load(Map<String, Integer> chatModels) {
    offered = Map.copyOf(chatModels);
    signs.keySet().retainAll(offered.keySet());
    Map<String, AccessObservation> rows = new HashMap<>();
    store.all().forEach(row -> rows.put(row.provider(), row));
    publish(rows);
  }

  @EventListener
  void on(AttemptFinished event) {
    ModelRef ref = event.attempt().candidate().ref();
    String provider = ref.provider();
    if (event.attempt() instanceof Attempt.Answered) {
      AccessSigns before = signs.get(provider);
      if (before != null) {
        before.answered();
      }
      returned(provider, ref.model() + " answers again");
    } else if (event.attempt() instanceof Attempt.Refused refused) {
      refused(ref, refused.refusal());
    }
  }

  private void refused(ModelRef ref, Refusal refusal) {
    Access means = meaning(refusal);
    Integer models = offered.get(ref.provider());
    if (means == null || models == null || known.containsKey(ref.provider())) {
      return;
    }
    AccessSigns all = signs.computeIfAbsent(ref.provider(), name -> new AccessSigns());
    if (all.refused(means, ref.model(), models)) {
      end(ref.provider(), means, Cause.CALLS, refusal.status() + ": " + refusal.message());
    }
  }

  private static @Nullable Access meaning(Refusal refusal) {
    return switch (refusal.kind()) {
      case PAYMENT_REQUIRED -> Access.PAID;
      case MODEL_GONE, FAULT ->
          refusal.status() == 410 || ENDED.matcher(refusal.message()).find()
              ? Access.RETIRED
              : null;
      default -> null;
    };
  }

  /** A new key may be of an account that has what the old one lacked. */
  @EventListener
  void on(ProviderKeyAdded added) {
    signs.remove(added.provider());
    returned(added.provider(), "a key was added");
  }

  /** The provider's list was read: so many entries, so many of them offered. */
  public void listed(String provider, int entries, int free) {
    AccessObservation seen = known.get(provider);
    if (entries > 0 && free == 0 && seen == null) {
      String said = "its list names %d models, and none of them is free".formatted(entries);
      end(provider, Access.PAID, Cause.LIST, said);
    } else if (seen != null && (seen.by(Cause.LIST_GONE) || free > 0)) {
      if (!seen.by(Cause.CALLS)) {
        returned(provider, "its list names " + free + " free models");
      }
    }
  }

  /** The provider's list was answered with 410. */
  public void listGone(String provider, String said) {
    end(provider, Access.RETIRED, Cause.LIST_GONE, said);
  }

  /** The provider has not answered at all since then; another one did meanwhile. */
  public void silent(String provider, Instant since, String problem) {
    if (!since.plus(settings.unreachableFor()).isAfter(clock.instant())) {
      end(provider, Access.RETIRED, Cause.SILENCE, "no answer since " + since + ": " + problem);
    }
  }

  /** The provider answered something. */
  public void heard(String provider) {
    AccessObservation seen = known.get(provider);
    if (seen != null && seen.by(Cause.SILENCE)) {
      returned(provider, "it answers again");
    }
  }

  /** True when it is time to ask a provider again whose models all refused. */
  public boolean probeDue(String provider) {
    AccessObservation seen = known.get(provider);
    Duration every = settings.accessProbeEvery();
    return seen != null
        && seen.by(Cause.CALLS)
        && !seen.probedAt().plus(every).isAfter(clock.instant());
  }

  /** It was asked again and refused once more. */
  public void refusedAgain(String provider, String said) {
    AccessObservation seen = known.get(provider);
    if (seen != null) {
      store.probed(
          new AccessObservation(
              provider, seen.access(), seen.cause(), words(said), seen.since(), clock.instant()));
      load(offered);
    }
  }

  /** The provider can be used again. */
  public void returned(String provider, String why) {
    if (known.containsKey(provider)) {
      change(provider, new Change(null, why));
    }
  }

  private void end(String provider, Access access, Cause cause, String said) {
    if (!known.containsKey(provider)) {
      Instant now = clock.instant();
      change(
          provider,
          new Change(
              new AccessObservation(provider, access.word(), cause.word(), words(said), now, now),
              ""));
    }
  }

  private void change(String provider, Change change) {
    unwritten.put(provider, change);
    publish(known);
    LOG.info("provider {} access observed: {}", provider, change);
    background.execute(this::writeDown);
  }

  private void writeDown() {
    try {
      flush();
    } catch (DataAccessException | TransactionException away) {
      LOG.warn("what was observed of a provider is not stored yet: {}", away.getMessage());
    }
  }

  /** Stores what was observed and is not stored yet. */
  public void flush() {
    Map.copyOf(unwritten)
        .forEach(
            (provider, change) -> {
              AccessObservation seen = change.seen();
              if (seen == null) {
                store.remove(provider, change.why());
              } else {
                store.save(seen);
              }
              unwritten.remove(provider, change);
              events.publishEvent(new AccessChanged(provider));
            });
  }

  private synchronized void publish(Map<String, AccessObservation> rows) {
    Map<String, AccessObservation> all = new HashMap<>(rows);
    unwritten.forEach(
        (provider, change) -> {
          AccessObservation seen = change.seen();
          if (seen == null) {
            all.remove(provider);
          } else {
            all.put(provider, seen);
          }
        });
    known = Map.copyOf(all);
  }

  private static String words(String said) {
    String plain = said.replace('\0', ' ');
    return plain.length() > LONGEST_WORDS ? plain.substring(0, LONGEST_WORDS) : plain;
  }
}
