package sml.gateway.catalog.models;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.updates.SkillRecorder;
import sml.gateway.chat.ModelRef;

/** The skills in table {@code models} that observation has shown. */
@Component
final class SkillStore implements SkillRecorder {
  private static final String TOOLS =
      """
      update models set supports_tools = :able, tools_basis = 'probed'
      where id = :id and tools_basis <> 'stated' and (supports_tools, tools_basis) <> (:able, 'probed')
      """;
  private static final String VISION = TOOLS.replace("tools", "vision");

  private final JdbcClient db;

  SkillStore(JdbcClient db) {
    this.db = db;
  }

  @Override
  public void learn(ModelRef ref, Skill skill, boolean able) {
    db.sql(skill == Skill.TOOLS ? TOOLS : VISION)
        .param("able", able ? 1 : 0)
        .param("id", ref.rowId())
        .update();
  }
}
