package sml.gateway.school.api;

import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Category;

/** How many answers the scores of models are based on. */
@Component
class ModelReportStore {
  private static final String COUNTS =
      "select model_id, passed_count, total_count from model_category_scores where category = ?";

  private final JdbcClient db;

  /** Answers of a model in a category, unweighted. */
  record Counts(int passed, int total) {}

  ModelReportStore(JdbcClient db) {
    this.db = db;
  }

  /** The answers that the scores of a category are based on, by the model's id. */
  Map<String, Counts> counts(Category category) {
    Map<String, Counts> byId = new HashMap<>();
    db.sql(COUNTS)
        .param(category.id())
        .query(
            row -> {
              byId.put(
                  row.getString("model_id"),
                  new Counts(row.getInt("passed_count"), row.getInt("total_count")));
            });
    return byId;
  }
}
