package sml.gateway.modelhealth;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.ModelRef;

/** The daily quotas that providers reported, for work that keeps to a small share of them. */
public interface DailyQuotas {

  /** The quotas that are known, by model; a model without one is absent. */
  Map<ModelRef, DailyQuota> known();

  /**
   * What a model may be asked in a day.
   *
   * @param requests null while unknown
   * @param tokens null while unknown
   */
  record DailyQuota(@Nullable Long requests, @Nullable Long tokens) {}
}
