package sml.gateway.catalog.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sml.gateway.catalog.ModelRegistry;
import sml.gateway.catalog.OperatorLimits.Kind;
import sml.gateway.catalog.Provider;
import sml.gateway.catalog.models.SnapshotModelRegistry;
import sml.gateway.testkit.TestDatabase;

/** A data folder of an earlier release: what was shipped wrong is corrected, edits stay. */
class CatalogUpgradeTest {
  @TempDir static Path data;
  private static CatalogWorld world;

  @BeforeAll
  static void start() throws Exception {
    world = new CatalogWorld(TestDatabase.dataSource(), data);
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @BeforeEach
  void earlier() {
    world.reset();
    // the rows as the earlier release has written them
    world
        .sql
        .sql(
            """
            update provider_catalog set access = case when keyless and name <> 'kilo' then 'keyless'
                else 'free' end, access_facts = '{}', free_tier = true, free_models = '[]',
              quota_owner = null, notes = 'old', keyless = keyless and name <> 'kilo',
              enabled = not keyless or name = 'kilo', models_filter = 'all'
            """)
        .update();
    world
        .sql
        .sql("update provider_catalog set models = '[\"glm-4-flash\"]' where name = 'zai'")
        .update();
    world
        .sql
        .sql(
            """
            delete from provider_catalog where name in ('opencode', 'ovh', 'agnes', 'routeway',
              'bazaarlink', 'ainative', 'aion', 'requesty', 'navy', 'nara', 'orcarouter',
              'modelscope', 'qianfan', 'volcengine', 'longcat', 'xfyun', 'anyapi', 'aihorde',
              'vercel', 'pollinations-key')
            """)
        .update();
    world
        .sql
        .sql(
            "update provider_catalog set source = 'pattern', guarded = true where name = 'sealion'")
        .update();
    world.put("github", "{'base_url':'http://127.0.0.1:1/mine','notes':'mine'}");
  }

  private static JsonNode row(String name) {
    return CatalogWorld.json(world.bean(ProviderCatalogApi.class).show(name));
  }

  /** What the next start does. */
  private static void restart() {
    world.bean(SeedProviders.class).plant();
    world.bean(SnapshotModelRegistry.class).renew();
  }

  @Test
  void untouchedRowsAreCorrectedAndAnEditedOneStays() {
    restart();
    assertThat(row("cerebras").path("access").asText()).isEqualTo("credit");
    assertThat(row("cerebras").path("free_tier").asBoolean()).isFalse();
    assertThat(row("cerebras").at("/access_facts/since").asText()).isEqualTo("2026-08-17");
    assertThat(row("together").path("access").asText()).isEqualTo("paid");
    assertThat(row("zai").path("models").findValuesAsText("id")).contains("glm-4.7-flash");
    assertThat(row("siliconflow").path("models_filter").asText()).isEqualTo("free");
    assertThat(row("modelscope").path("source").asText()).isEqualTo("seed");
    assertThat(row("sealion").path("source").asText()).isEqualTo("seed");
    assertThat(row("sealion").path("guarded").asBoolean()).isFalse();
    assertThat(
            world
                .sql
                .sql("select count(*) from provider_catalog where notes = 'old'")
                .query(Integer.class)
                .single())
        .isZero();
  }

  @Test
  void anEditIsShownBesideTheShippedValue() {
    restart();
    JsonNode edited = row("github");
    assertThat(edited.path("edited").asBoolean()).isTrue();
    assertThat(edited.path("base_url").asText()).isEqualTo("http://127.0.0.1:1/mine");
    assertThat(edited.path("notes").asText()).isEqualTo("mine");
    assertThat(edited.path("access").asText()).isEqualTo("free");
    assertThat(edited.at("/shipped/access").asText()).isEqualTo("retired");
    assertThat(edited.at("/shipped/base_url").asText()).contains("models.github.ai");
    assertThat(edited.at("/shipped/label").isMissingNode()).isTrue();
    assertThat(row("groq").has("shipped")).isFalse();
  }

  @Test
  void aRowThatNeedsNoKeyAnyMoreIsNotSwitchedOnByThat() {
    restart();
    assertThat(row("kilo").path("access").asText()).isEqualTo("keyless");
    assertThat(row("kilo").path("enabled").asBoolean()).isFalse();
    assertThat(row("groq").path("enabled").asBoolean()).isTrue();
  }

  @Test
  void aSecondStartChangesNothing() {
    restart();
    String before = stamps();
    restart();
    assertThat(stamps()).isEqualTo(before);
  }

  private static String stamps() {
    return world
        .sql
        .sql("select string_agg(name || updated_at, ',' order by name) from provider_catalog")
        .query(String.class)
        .single();
  }

  @Test
  void aSwitchIsNoEdit() {
    world.put("groq", "{'enabled':false}");
    world.save("{'provider':'cerebras','useCredit':true}");
    assertThat(row("groq").path("edited").asBoolean()).isFalse();
    restart();
    assertThat(row("groq").path("enabled").asBoolean()).isFalse();
    Provider cerebras = world.bean(ModelRegistry.class).provider("cerebras").orElseThrow();
    assertThat(cerebras.access()).isEqualTo(Provider.Access.CREDIT);
    assertThat(cerebras.mayBeChosen()).isTrue();
  }

  @Test
  void limitsOfAnOwnKeyAreNoEditAndStay() {
    String limits = "{\"requests_per_day\":900,\"models\":{\"gpt-*\":{\"concurrent\":2}}}";
    JsonNode put = world.put("groq", "{'limits':" + limits + "}");
    assertThat(put.at("/provider/limits").toString()).isEqualTo(limits);
    assertThat(row("groq").path("edited").asBoolean()).isFalse();
    restart();
    assertThat(row("groq").path("notes").asText()).startsWith("Very fast");
    assertThat(row("groq").path("limits").toString()).isEqualTo(limits);
    var kept = world.bean(ModelRegistry.class).provider("groq").orElseThrow().limits();
    assertThat(kept.account()).containsOnly(entry(Kind.REQUESTS_PER_DAY, 900L));
    assertThat(kept.ofModel("openai/gpt-oss-20b")).isEmpty();
    assertThat(kept.ofModel("GPT-oss")).containsOnly(entry(Kind.CONCURRENT, 2L));
    world.put("groq", "{'notes':'mine'}");
    assertThat(row("groq").path("limits").toString()).isEqualTo(limits);
    world.bean(ProviderCatalogApi.class).delete("groq");
    assertThat(row("groq").path("limits").toString()).isEqualTo("{}");
  }

  @Test
  void aLimitThatIsNotKnownKeepsNoRowFromBeingReadAndCanBeReplaced() {
    world.put("groq", "{'limits':{'requests_per_day':900}}");
    world
        .sql
        .sql("update provider_catalog set limits = '{\"rpm\":5}' where name = 'groq'")
        .update();
    world.bean(SnapshotModelRegistry.class).renew();
    assertThat(row("groq").path("limits").toString()).isEqualTo("{}");
    world.put("groq", "{'enabled':false}");
    assertThat(column()).isEqualTo("{\"rpm\": 5}");
    world.put("groq", "{'limits':{'concurrent':2}}");
    assertThat(column()).isEqualTo("{\"concurrent\": 2}");
  }

  private static String column() {
    return world
        .sql
        .sql("select limits::text from provider_catalog where name = 'groq'")
        .query(String.class)
        .single();
  }

  @Test
  void freeTierMapsOntoAccess() {
    assertThat(world.put("groq", "{'free_tier':false}").at("/provider/access").asText())
        .isEqualTo("paid");
    assertThat(world.put("groq", "{'free_tier':true}").at("/provider/access").asText())
        .isEqualTo("free");
    JsonNode own =
        world.put("own", "{'base_url':'http://127.0.0.1:1/v1','auth':{'scheme':'none'}}");
    assertThat(own.at("/provider/access").asText()).isEqualTo("keyless");
    assertThat(
            world
                .put("own", "{'access':'credit','access_facts':{'since':'2026','card':true}}")
                .at("/provider/free_tier")
                .asBoolean())
        .isFalse();
  }
}
