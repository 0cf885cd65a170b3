package sml.gateway.discovery;

import java.time.Clock;
import java.time.Instant;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import sml.gateway.catalog.updates.ProviderRegistrar;
import sml.gateway.catalog.updates.ProviderRegistrar.DiscoveredProvider;
import sml.gateway.catalog.updates.ProviderRegistrar.Refusal;
import sml.gateway.discovery.ProviderSource.Refused;
import sml.gateway.jobs.OperatorEvent;
import sml.gateway.jobs.WorkerLog;
import sml.gateway.jobs.WorkerLog.Level;

/**
 * Admits new providers and refuses others. The report is saved in the same transaction: a stop
 * loses neither, and a later run reports nothing twice.
 */
@Component
class ProviderAdmission {
  private final ProviderRegistrar providerRegistrar;
  private final DiscoveryRefusalStore refusals;
  private final WorkerLog workerLog;
  private final ApplicationEventPublisher events;
  private final DiscoverySettings settings;
  private final Clock clock;

  ProviderAdmission(
      ProviderRegistrar providerRegistrar,
      DiscoveryRefusalStore refusals,
      WorkerLog workerLog,
      ApplicationEventPublisher events,
      DiscoverySettings settings,
      Clock clock) {
    this.providerRegistrar = providerRegistrar;
    this.refusals = refusals;
    this.workerLog = workerLog;
    this.events = events;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Adds a new provider and reports it.
   *
   * @return false when its name was taken meanwhile
   * @throws Refusal when it cannot be a row of the catalogue
   */
  @Transactional
  public boolean admit(DiscoveredProvider newcomer) throws Refusal {
    if (!providerRegistrar.add(newcomer)) {
      return false;
    }
    String message = "discovered %s through %s".formatted(newcomer.name(), newcomer.source());
    workerLog.note(DiscoveryRun.STEP, Level.SUCCESS, message);
    events.publishEvent(
        new OperatorEvent(
            "provider_discovered", message, newcomer.baseUrl(), newcomer.name(), null, "success"));
    return true;
  }

  /**
   * Saves a refusal, and reports it unless it was reported recently.
   *
   * @param always reports it again in any case
   */
  @Transactional
  public void refuse(String source, Refused refused, boolean always) {
    Instant now = clock.instant();
    Instant due = always ? now : now.minus(settings.retell());
    if (refusals.note(source, refused, now, due)) {
      workerLog.note(
          DiscoveryRun.STEP,
          Level.WARN,
          "refused %s, found through %s: %s".formatted(refused.name(), source, refused.reason()));
    }
  }
}
