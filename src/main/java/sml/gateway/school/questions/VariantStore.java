package sml.gateway.school.questions;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import sml.gateway.chat.ModelRef;
import sml.gateway.school.questions.QuestionVariant.Decider;
import sml.gateway.school.questions.QuestionVariant.State;
import sml.gateway.school.records.AnswerStore;
import sml.gateway.school.records.AttemptStore;

/** Table {@code question_variants}; it keeps the newest unused ones of each question. */
@Component
public class VariantStore {
  private static final int KEPT = 50;
  private static final int LONGEST_PROMPT = 4_000;
  private static final int LONGEST_REASON = 500;

  private final JdbcClient db;

  VariantStore(JdbcClient db) {
    this.db = db;
  }

  /** All that are kept, newest first. */
  public List<QuestionVariant> all() {
    return db.sql("select * from question_variants order by id desc")
        .query(VariantStore::row)
        .list();
  }

  /** All that may be asked, oldest first. */
  List<QuestionVariant> accepted() {
    return db.sql("select * from question_variants where state = 'accepted' order by id")
        .query(VariantStore::row)
        .list();
  }

  /** Keeps a proposal; returns it with its id. */
  QuestionVariant add(QuestionVariant proposal) {
    return db.sql(
            """
            insert into question_variants (question_id, base_digest, prompt, proposer, state,
              proposed_at)
            values (:question, :base, :prompt, :proposer, 'proposed', :at) returning *
            """)
        .param("question", proposal.questionId())
        .param("base", proposal.base())
        .param("prompt", AnswerStore.storable(proposal.prompt(), LONGEST_PROMPT))
        .param("proposer", proposal.proposer().rowId())
        .param("at", AttemptStore.at(proposal.proposedAt()))
        .query(VariantStore::row)
        .single();
  }

  /** Counts a failed try to get a verdict. */
  void missed(long id) {
    db.sql("update question_variants set tries = tries + 1 where id = :id")
        .param("id", id)
        .update();
  }

  /**
   * Accepts a proposal; the oldest beyond {@code most} of its question are retired.
   *
   * @return false when it is no longer a proposal
   */
  @Transactional
  public boolean accept(
      QuestionVariant proposal, ModelRef validator, String reason, int most, Instant now) {
    if (!decide(proposal.id(), State.ACCEPTED, Decider.PROCTOR, validator, reason, now)) {
      return false;
    }
    db.sql(
            """
            update question_variants set state = 'retired', decided_by = 'age', decided_at = :at,
              reason = 'a newer one takes its place'
            where id in (select id from question_variants
              where question_id = :question and state = 'accepted'
              order by id desc offset :most)
            """)
        .param("at", AttemptStore.at(now))
        .param("question", proposal.questionId())
        .param("most", most)
        .update();
    return true;
  }

  /**
   * Takes a variant out of use.
   *
   * @param state refused or retired
   * @param validator who judged it, null when no proctor did
   * @return false when it is neither proposed nor accepted
   */
  @Transactional
  public boolean dismiss(
      long id,
      State state,
      Decider decider,
      @Nullable ModelRef validator,
      String reason,
      Instant now) {
    boolean dismissed = decide(id, state, decider, validator, reason, now);
    db.sql(
            """
            delete from question_variants where id in (select id from (
              select id, row_number() over (partition by question_id order by id desc) as nth
              from question_variants where state in ('refused', 'retired')) old
              where nth > :kept)
            """)
        .param("kept", KEPT)
        .update();
    return dismissed;
  }

  private boolean decide(
      long id,
      State state,
      Decider decider,
      @Nullable ModelRef validator,
      String reason,
      Instant now) {
    return db.sql(
                """
                update question_variants set state = :state, decided_by = :decider,
                  validator = coalesce(:validator, validator), reason = :reason, decided_at = :at
                where id = :id and state in ('proposed', 'accepted') and state <> :state
                """)
            .param("state", state.id())
            .param("decider", decider.id())
            .param("validator", validator == null ? null : validator.rowId())
            .param("reason", AnswerStore.storable(reason, LONGEST_REASON))
            .param("at", AttemptStore.at(now))
            .param("id", id)
            .update()
        == 1;
  }

  /** One variant, by its id. */
  public Optional<QuestionVariant> find(long id) {
    return db.sql("select * from question_variants where id = :id")
        .param("id", id)
        .query(VariantStore::row)
        .optional();
  }

  private static QuestionVariant row(ResultSet row, int index) throws SQLException {
    String validator = row.getString("validator");
    String decider = row.getString("decided_by");
    return new QuestionVariant(
        row.getLong("id"),
        row.getString("question_id"),
        row.getString("base_digest"),
        row.getString("prompt"),
        ModelRef.ofRow(row.getString("proposer")),
        validator == null ? null : ModelRef.ofRow(validator),
        State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        decider == null ? null : Decider.valueOf(decider.toUpperCase(Locale.ROOT)),
        row.getString("reason"),
        row.getInt("tries"),
        row.getInt("used_count"),
        row.getTimestamp("proposed_at").toInstant(),
        AttemptStore.instant(row, "decided_at"),
        AttemptStore.instant(row, "last_used_at"));
  }
}
