package sml.gateway.catalog.models;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import sml.gateway.catalog.Model;
import sml.gateway.chat.ModelRef;

/** Table {@code models}: rows are added by scans and never deleted. */
@Component
public class ModelStore {
  private static final String UPSERT =
      """
      insert into models (id, provider, model_id, name, context_length, max_output_tokens, tier,
        supports_tools, tools_basis, supports_vision, vision_basis, supports_json_mode,
        supports_reasoning, supports_thai, chat, kind, metadata, first_seen, last_seen)
      values (:id, :provider, :model_id, :name, :context, :output, :tier,
        :tools, :tools_basis, :vision, :vision_basis, :json,
        :reasoning, :thai, :chat, :kind, cast(:metadata as jsonb), :now, :now)
      on conflict (id) do update set name = excluded.name,
        context_length = excluded.context_length, max_output_tokens = excluded.max_output_tokens,
        tier = excluded.tier,
        supports_tools = case when models.tools_basis = 'probed'
          and excluded.tools_basis <> 'stated' then models.supports_tools
          else excluded.supports_tools end,
        tools_basis = case when models.tools_basis = 'probed'
          and excluded.tools_basis <> 'stated' then 'probed' else excluded.tools_basis end,
        supports_vision = case when models.vision_basis = 'probed'
          and excluded.vision_basis <> 'stated' then models.supports_vision
          else excluded.supports_vision end,
        vision_basis = case when models.vision_basis = 'probed'
          and excluded.vision_basis <> 'stated' then 'probed' else excluded.vision_basis end,
        supports_json_mode = excluded.supports_json_mode,
        supports_reasoning = excluded.supports_reasoning, supports_thai = excluded.supports_thai,
        chat = excluded.chat, kind = excluded.kind, metadata = excluded.metadata, last_seen = excluded.last_seen,
        missing_since = null
      """;

  private final JdbcClient db;

  ModelStore(JdbcClient db) {
    this.db = db;
  }

  /** A model with the moment it left its provider's list, null while it is on it. */
  public record Listed(Model model, @Nullable Instant missingSince) {}

  /**
   * What a scan changed.
   *
   * @param fresh ids seen for the first time
   * @param missing ids that left the list with this scan
   * @param returned ids that had left it and are back
   */
  public record Changes(List<String> fresh, List<String> missing, List<String> returned) {}

  /** Every model, in the order they were first seen. */
  public List<Listed> all() {
    return db.sql("select * from models order by first_seen, id").query(this::row).list();
  }

  /** How many models of each provider are known and still listed. */
  public Map<String, Integer> counts() {
    Map<String, Integer> counts = new HashMap<>();
    db.sql("select provider, count(*) as n from models where missing_since is null group by 1")
        .query(
            row -> {
              counts.put(row.getString("provider"), row.getInt("n"));
            });
    return counts;
  }

  /** Makes {@code scanned} the provider's list: adds, refreshes, and notes what has left it. */
  @Transactional
  public Changes replace(String provider, List<ScannedModel> scanned, Instant now) {
    lock(provider);
    Set<String> known = new HashSet<>();
    List<String> missing = new ArrayList<>();
    List<String> returned = new ArrayList<>();
    Set<String> ids = new HashSet<>(scanned.stream().map(ScannedModel::id).toList());
    db.sql("select model_id, missing_since from models where provider = :provider")
        .param("provider", provider)
        .query(
            row -> {
              String id = row.getString("model_id");
              known.add(id);
              boolean listed = row.getTimestamp("missing_since") == null;
              if (listed != ids.contains(id)) {
                (listed ? missing : returned).add(id);
              }
            });
    scanned.forEach(model -> upsert(provider, model, now));
    if (!missing.isEmpty()) {
      db.sql(
              """
              update models set missing_since = :now
              where provider = :provider and model_id in (:ids)
              """)
          .param("now", Timestamp.from(now))
          .param("provider", provider)
          .param("ids", missing)
          .update();
    }
    List<String> fresh =
        scanned.stream().map(ScannedModel::id).filter(id -> !known.contains(id)).toList();
    return new Changes(fresh, missing, returned);
  }

  /** Models that cost something now are not offered for a while longer, as missing ones are. */
  public void withdraw(String provider, Collection<String> ids) {
    if (!ids.isEmpty()) {
      db.sql(
              """
              update models set missing_since = to_timestamp(0)
              where provider = :provider and model_id = any(:ids) and missing_since > to_timestamp(0)
              """)
          .param("provider", provider)
          .param("ids", ids.toArray(String[]::new))
          .update();
    }
  }

  /** Two scans of one provider come one after the other, so that each change is reported once. */
  private void lock(String provider) {
    db.sql("select pg_advisory_xact_lock(hashtextextended('models of ' || :provider, 0))")
        .param("provider", provider)
        .query(row -> {});
  }

  private void upsert(String provider, ScannedModel model, Instant now) {
    db.sql(UPSERT)
        .param("id", provider + ":" + model.id())
        .param("provider", provider)
        .param("model_id", model.id())
        .param("name", model.name())
        .param("context", model.contextLength())
        .param("output", model.maxOutputTokens())
        .param("tier", model.tier())
        .param("tools", model.tools().number())
        .param("tools_basis", model.tools().basis().word())
        .param("vision", model.vision().number())
        .param("vision_basis", model.vision().basis().word())
        .param("json", model.json().number())
        .param("reasoning", model.reasoning())
        .param("thai", model.thai())
        .param("chat", model.kind() == Model.Kind.CHAT)
        .param("kind", model.kind().word())
        .param("metadata", model.metadata())
        .param("now", Timestamp.from(now))
        .update();
  }

  /** Marks the models of all other providers as hidden. */
  public void hideAllBut(Collection<String> usableProviders) {
    db.sql(
            """
            update models set hidden = not (provider = any(:usable))
            where hidden = (provider = any(:usable))
            """)
        .param("usable", usableProviders.toArray(String[]::new))
        .update();
  }

  private Listed row(ResultSet row, int index) throws SQLException {
    var model =
        new Model(
            new ModelRef(row.getString("provider"), row.getString("model_id")),
            row.getString("name"),
            row.getInt("context_length"),
            row.getInt("max_output_tokens"),
            flag(row.getInt("supports_tools")),
            flag(row.getInt("supports_vision")),
            flag(row.getInt("supports_json_mode")),
            row.getBoolean("supports_reasoning"),
            row.getBoolean("supports_thai"),
            ModelFamilies.of(row.getString("model_id")).thai(),
            Model.Kind.of(row.getString("kind")),
            row.getString("tier"),
            row.getTimestamp("first_seen").toInstant());
    Timestamp missing = row.getTimestamp("missing_since");
    return new Listed(model, missing == null ? null : missing.toInstant());
  }

  private static @Nullable Boolean flag(int number) {
    return number < 0 ? null : Boolean.valueOf(number == 1);
  }
}
