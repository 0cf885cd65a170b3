package sml.gateway.discovery;

import java.time.Clock;
import java.time.Instant;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import sml.gateway.catalog.growth.Newcomers;
import sml.gateway.catalog.growth.Newcomers.Newcomer;
import sml.gateway.catalog.growth.Newcomers.Refusal;
import sml.gateway.chat.Happening;
import sml.gateway.chat.WorkBook;
import sml.gateway.chat.WorkBook.Level;
import sml.gateway.discovery.source.RefusalStore;
import sml.gateway.discovery.source.Source.Refused;

/**
 * Takes newcomers in and turns others away. What is told of it is saved together with it: a stop
 * loses neither, and a run after it tells nothing twice.
 */
@Component
class Admission {
  private final Newcomers newcomers;
  private final RefusalStore refusals;
  private final WorkBook book;
  private final ApplicationEventPublisher events;
  private final DiscoverySettings settings;
  private final Clock clock;

  Admission(
      Newcomers newcomers,
      RefusalStore refusals,
      WorkBook book,
      ApplicationEventPublisher events,
      DiscoverySettings settings,
      Clock clock) {
    this.newcomers = newcomers;
    this.refusals = refusals;
    this.book = book;
    this.events = events;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Adds a newcomer and tells of it.
   *
   * @return false when somebody has taken its name meanwhile
   * @throws Refusal when it cannot be a row of the catalogue
   */
  @Transactional
  public boolean admit(Newcomer newcomer) throws Refusal {
    if (!newcomers.add(newcomer)) {
      return false;
    }
    String line = "discovered %s through %s".formatted(newcomer.name(), newcomer.source());
    book.note(Explorer.STEP, Level.SUCCESS, line);
    events.publishEvent(
        new Happening(
            "provider_discovered", line, newcomer.baseUrl(), newcomer.name(), null, "success"));
    return true;
  }

  /**
   * Notes a refusal, and tells it unless it was told lately.
   *
   * @param always tells it again in any case
   */
  @Transactional
  public void refuse(String source, Refused refused, boolean always) {
    Instant now = clock.instant();
    Instant due = always ? now : now.minus(settings.retell());
    if (refusals.note(source, refused, now, due)) {
      book.note(
          Explorer.STEP,
          Level.WARN,
          "refused %s, found through %s: %s".formatted(refused.name(), source, refused.reason()));
    }
  }
}
