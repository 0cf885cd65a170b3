package sml.gateway.catalog.providers;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import sml.gateway.catalog.OperatorLimits;
import sml.gateway.catalog.updates.ProviderRegistrar.Resale;

/**
 * One row of the provider catalogue.
 *
 * @param enabled the operator's switch
 * @param useCredit the operator lets the gateway spend its starting credit
 * @param limits what the operator knows of the limits of its keys
 * @param status active, paused or pending
 * @param source seed, manual, openrouter, huggingface, pattern or simulated
 * @param edited changed by the operator, so seeding leaves it alone
 * @param guarded the operator did not enter its addresses: only HTTPS to public ones is called
 * @param unreachableSince its model list has not answered at all since then, null while it does
 * @param resale how it is reached through another provider, null when it is reached itself
 */
public record ProviderRow(
    String name,
    ProviderSpec spec,
    boolean enabled,
    boolean useCredit,
    OperatorLimits limits,
    String status,
    String source,
    boolean edited,
    boolean guarded,
    @Nullable Resale resale,
    @Nullable Instant lastProbed,
    @Nullable Integer probeStatus,
    @Nullable Instant unreachableSince,
    Instant discovered,
    Instant updated) {

  /** Switched on and not paused. */
  public boolean on() {
    return enabled && status.equals("active");
  }
}
