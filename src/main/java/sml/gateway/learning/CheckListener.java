package sml.gateway.learning;

import java.time.Clock;
import java.util.List;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.Keyring;
import sml.gateway.chat.HealthChecked;
import sml.gateway.learning.rests.Cause;
import sml.gateway.learning.rests.HealthLog;
import sml.gateway.learning.rests.Pause;
import sml.gateway.learning.store.CooldownStore;
import sml.gateway.learning.store.HealthStore;

/** Keeps what health checks found, and the rests they ask for, in the transaction of the check. */
@Component
class CheckListener {
  private final HealthStore checks;
  private final CooldownStore rests;
  private final Memory memory;
  private final Keyring keyring;
  private final Clock clock;

  CheckListener(
      HealthStore checks, CooldownStore rests, Memory memory, Keyring keyring, Clock clock) {
    this.checks = checks;
    this.rests = rests;
    this.memory = memory;
    this.keyring = keyring;
    this.clock = clock;
  }

  @EventListener
  public void on(HealthChecked check) {
    long now = clock.millis();
    checks.save(
        List.of(
            new HealthLog.Row(
                check.ref(), check.status(), check.error(), now, 0, check.latencyMs())));
    if (check.restFor() != null) {
      long until = now + check.restFor().toMillis();
      memory.cooldowns().rest(check.ref(), cause(check, keyring), now, until);
      Pause rest = memory.cooldowns().of(check.ref());
      if (rest != null) {
        // nobody asks it again for long, so this rest does not wait for the next flush
        rests.keep(check.ref(), rest);
      }
    }
  }

  /** A check asks for a rest only where the account is what the provider does not accept. */
  static Cause cause(HealthChecked check, Keyring keyring) {
    String error = check.error() == null ? check.status() : check.error();
    return new Cause(check.status(), error, keyring.account(check.ref().provider(), null));
  }
}
