package sml.gateway.modelhealth;

import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.ProviderKeyAdded;
import sml.gateway.chat.AnswerRejected;
import sml.gateway.chat.ModelRef;
import sml.gateway.modelhealth.cooldowns.Breakers;
import sml.gateway.modelhealth.cooldowns.Cooldowns;
import sml.gateway.modelhealth.cooldowns.RateLimitStorms;
import sml.gateway.modelhealth.cooldowns.SizeLimits;
import sml.gateway.modelhealth.quotas.QuotaLedger;
import sml.gateway.modelhealth.results.ResultStatistics;

/** All state of this room. */
@Component
record ModelHealthState(
    Cooldowns cooldowns,
    Breakers breakers,
    RateLimitStorms storms,
    SizeLimits sizes,
    QuotaLedger limits,
    ResultStatistics results,
    ProviderLoad load,
    ChangeCounter changes) {

  /**
   * Forgets breakers, cooldowns, failure streaks and local counts of one model, or of all when
   * null, with the storms of all providers; returns how many breakers, cooldowns and storms that
   * were.
   */
  int reset(@Nullable ModelRef ref) {
    int forgotten = cooldowns.reset(ref) + breakers.reset(ref);
    sizes.reset(ref);
    limits.reset(ref);
    changes.countAll();
    return ref == null ? forgotten + storms.reset(null) : forgotten;
  }

  /**
   * Ends what a provider refused to an account whose key was replaced: cooldowns, the breakers that
   * the same refusals may have opened, storms, limits and counts. Failures of the model itself
   * stay.
   */
  @EventListener
  public void on(ProviderKeyAdded added) {
    cooldowns.endReplaced().forEach(breakers::reset);
    storms.reset(added.provider());
    limits.dropReplaced();
    changes.count(added.provider());
  }

  /** Counts an answer that a user rejected as a failure of its model in that category. */
  @EventListener
  public void on(AnswerRejected rejected) {
    results.failed(rejected.ref(), rejected.category());
    changes.count(rejected.ref().provider());
  }
}
