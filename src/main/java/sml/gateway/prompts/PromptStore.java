package sml.gateway.prompts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Table {@code prompts}; names differ by more than their case. */
@Component
final class PromptStore {
  private final JdbcClient db;

  /** A saved prompt. */
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record SavedPrompt(
      String name,
      String content,
      @Nullable String description,
      long useCount,
      Instant createdAt,
      Instant updatedAt) {}

  PromptStore(JdbcClient db) {
    this.db = db;
  }

  /** All of them, the one changed last first. */
  List<SavedPrompt> all() {
    return db.sql("select * from prompts order by updated_at desc, name")
        .query(SavedPrompt.class)
        .list();
  }

  Optional<SavedPrompt> find(String name) {
    return db.sql("select * from prompts where lower(name) = lower(:name)")
        .param("name", name)
        .query(SavedPrompt.class)
        .optional();
  }

  /** Adds a prompt, or changes the one of this name; false when there are {@code most} already. */
  boolean save(String name, String content, @Nullable String description, int most) {
    return db.sql(
                """
                insert into prompts (name, content, description)
                select :name, :content, :description
                where exists (select from prompts where lower(name) = lower(:name))
                  or (select count(*) from prompts) < :most
                on conflict (lower(name)) do update set content = excluded.content,
                  description = excluded.description, updated_at = now()
                """)
            .param("name", name)
            .param("content", content)
            .param("description", description)
            .param("most", most)
            .update()
        > 0;
  }

  /** Changes a prompt; false when there is none. */
  boolean change(String name, String content, @Nullable String description) {
    return db.sql(
                """
                update prompts set content = :content, description = :description, updated_at = now()
                where lower(name) = lower(:name)
                """)
            .param("name", name)
            .param("content", content)
            .param("description", description)
            .update()
        > 0;
  }

  /** Removes a prompt; false when there is none. */
  boolean remove(String name) {
    return db.sql("delete from prompts where lower(name) = lower(:name)")
            .param("name", name)
            .update()
        > 0;
  }

  /** Adds uses to the counts of prompts. */
  void count(Map<String, Long> uses) {
    uses.forEach(
        (name, more) ->
            db.sql("update prompts set use_count = use_count + :more where lower(name) = :name")
                .param("more", more)
                .param("name", name)
                .update());
  }
}
