package sml.gateway.modelhealth.checks;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sml.gateway.catalog.updates.SkillRecorder.Skill;
import sml.gateway.chat.ModelRef;

/**
 * One observation of a model's skill.
 *
 * @param clear a tool call as it was asked for, or a refusal that names the skill; else only an
 *     answer that fits
 * @param origin {@code probe} or {@code live}
 */
public record SkillObservation(
    ModelRef ref,
    Skill skill,
    boolean able,
    boolean clear,
    String origin,
    String detail,
    Instant at) {

  /**
   * What observations establish, oldest first: the last ones that agree decide, when they come of
   * two different days, or when one of them is clear and nothing ever spoke against it. So one odd
   * answer changes nothing for good, and a change of the model is taken in when it stays.
   *
   * @return null while they establish nothing
   */
  public static @Nullable Boolean verdict(List<SkillObservation> seen) {
    if (seen.isEmpty()) {
      return null;
    }
    boolean able = seen.getLast().able();
    int first = seen.size() - 1;
    while (first > 0 && seen.get(first - 1).able() == able) {
      first--;
    }
    List<SkillObservation> agreeing = seen.subList(first, seen.size());
    boolean clear = agreeing.stream().anyMatch(SkillObservation::clear);
    long days =
        agreeing.stream()
            .map(one -> one.at().atZone(ZoneOffset.UTC).toLocalDate())
            .distinct()
            .count();
    return days > 1 || (clear && first == 0) ? Boolean.valueOf(able) : null;
  }
}
