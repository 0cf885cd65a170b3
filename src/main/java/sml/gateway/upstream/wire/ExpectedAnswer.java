package sml.gateway.upstream.wire;

import sml.gateway.catalog.QuotaCalendar;

/**
 * What is known of an answer before it comes.
 *
 * @param tools what the request offered; none switches off the recognition of tool calls written as
 *     text
 * @param model for answers that name none
 * @param quotas when the quotas of its provider are full again, for a refusal that comes instead
 */
public record ExpectedAnswer(
    OfferedTools tools, String model, Reasoning reasoning, QuotaCalendar quotas) {

  /** An answer of a provider of whose quotas nothing is known. */
  public ExpectedAnswer(OfferedTools tools, String model, Reasoning reasoning) {
    this(tools, model, reasoning, QuotaCalendar.UTC);
  }

  /** The same for other reasoning. */
  public ExpectedAnswer with(Reasoning other) {
    return new ExpectedAnswer(tools, model, other, quotas);
  }

  /** The same for an answer that was repaired before. */
  public ExpectedAnswer repaired() {
    return new ExpectedAnswer(OfferedTools.NONE, model, Reasoning.RAW, quotas);
  }
}
