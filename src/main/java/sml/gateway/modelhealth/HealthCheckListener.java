package sml.gateway.modelhealth;

import java.time.Clock;
import java.util.List;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.Keyring;
import sml.gateway.modelhealth.cooldowns.Cooldown;
import sml.gateway.modelhealth.cooldowns.CooldownCause;
import sml.gateway.modelhealth.cooldowns.CooldownStore;
import sml.gateway.modelhealth.cooldowns.HealthLog;
import sml.gateway.modelhealth.cooldowns.HealthLogStore;

/**
 * Saves what health checks found and the cooldowns they ask for, in the transaction of the check.
 */
@Component
class HealthCheckListener {
  private final HealthLogStore checks;
  private final CooldownStore store;
  private final ModelHealthState state;
  private final Keyring keyring;
  private final Clock clock;

  HealthCheckListener(
      HealthLogStore checks,
      CooldownStore store,
      ModelHealthState state,
      Keyring keyring,
      Clock clock) {
    this.checks = checks;
    this.store = store;
    this.state = state;
    this.keyring = keyring;
    this.clock = clock;
  }

  @EventListener
  public void on(HealthCheckCompleted check) {
    long now = clock.millis();
    checks.save(
        List.of(
            new HealthLog.Row(
                check.ref(), check.status(), check.error(), now, 0, check.latencyMs())));
    if (check.cooldownFor() != null) {
      long until = now + check.cooldownFor().toMillis();
      state.cooldowns().coolDown(check.ref(), cause(check, keyring), now, until);
      Cooldown cooldown = state.cooldowns().of(check.ref());
      if (cooldown != null) {
        // it is not asked again for long, so this cooldown is saved now, not at the next flush
        store.keep(check.ref(), cooldown);
      }
    }
  }

  /** A check asks for a cooldown only where the provider does not accept the account. */
  static CooldownCause cause(HealthCheckCompleted check, Keyring keyring) {
    String error = check.error() == null ? check.status() : check.error();
    return new CooldownCause(check.status(), error, keyring.account(check.ref().provider(), null));
  }
}
