package sml.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import sml.gateway.cache.semantic.guard.Reason;
import sml.gateway.chat.CacheVerdict;
import sml.gateway.chat.Category;
import sml.gateway.chat.hedge.HedgeContender;
import sml.gateway.modelhealth.quotas.readings.Quota;

class PageTextsTest {
  private static final Path PAGES = Path.of("src/main/resources/pages");
  private static final Pattern KEY = Pattern.compile("#\\{([a-z][A-Za-z0-9.-]*)[(}]");
  private static final Pattern WORD = Pattern.compile("\\bwords\\.([A-Za-z]+)");
  private static final Pattern INLINE =
      Pattern.compile(
          "\\son[a-z]+=|\\sstyle=|<style|<script(?! type=.module. th:)|th:utext|\\[\\[|\\[\\(");

  private final PageTexts texts = new PageTexts();

  static List<Path> templates() throws IOException {
    try (var files = Files.list(PAGES)) {
      return files.filter(file -> file.toString().endsWith(".html")).toList();
    }
  }

  @Test
  void everyTextIsThereInBothLanguages() {
    assertThat(texts.all("th").keySet()).isEqualTo(texts.all("en").keySet());
    assertThat(texts.all("th").values()).noneMatch(String::isBlank);
    assertThat(texts.all("en").values()).noneMatch(text -> text.matches(".*[\\u0e01-\\u0e5b].*"));
  }

  @Test
  void bothLanguagesFillInTheSameParameters() {
    assertThat(texts.all("en"))
        .allSatisfy(
            (key, text) ->
                assertThat(parameters(texts.text("th", key))).as(key).isEqualTo(parameters(text)));
  }

  private static List<String> parameters(String text) {
    var found = Pattern.compile("\\{\\d}").matcher(text).results();
    return found.map(hit -> hit.group()).sorted().toList();
  }

  @Test
  void everyTextThatATemplateNamesIsThere() throws IOException {
    assertThat(templates()).hasSizeGreaterThan(8);
    for (Path template : templates()) {
      var named = KEY.matcher(Files.readString(template)).results().map(hit -> hit.group(1));
      assertThat(texts.all("en").keySet()).as("%s", template).containsAll(named.toList());
    }
  }

  /** The policy of the pages forbids them, and nothing may be written into a page unescaped. */
  @Test
  void noTemplateHoldsScriptOrStyleOrUnescapedText() throws IOException {
    for (Path template : templates()) {
      assertThat(Files.readString(template)).as("%s", template).doesNotContainPattern(INLINE);
    }
    assertThat(scripts())
        .hasSizeGreaterThan(2)
        .allSatisfy(
            script ->
                assertThat(Files.readString(script))
                    .doesNotContain("innerHTML", "insertAdjacentHTML", "document.write", "eval("));
  }

  private static List<Path> scripts() throws IOException {
    try (var files = Files.list(PAGES.resolve("assets"))) {
      return files.filter(file -> file.toString().endsWith(".js")).toList();
    }
  }

  @Test
  void everyTextThatAScriptNamesIsThere() throws IOException {
    for (Path script : scripts()) {
      var named = WORD.matcher(Files.readString(script)).results().map(hit -> "js." + hit.group(1));
      assertThat(texts.all("en").keySet()).as("%s", script).containsAll(named.toList());
    }
  }

  /** Each word of the API that the templates make a name of has its text. */
  @Test
  void everyTextWhoseNameIsMadeOfAWordIsThere() {
    var words = new ArrayList<String>();
    for (Reason reason : Reason.values()) {
      words.add("reason." + reason.name().toLowerCase(Locale.ROOT));
    }
    for (String severity : List.of("info", "success", "warn", "error")) {
      words.add("severity." + severity);
    }
    for (Category category : Category.values()) {
      words.add("category." + category.id());
    }
    for (CacheVerdict verdict : CacheVerdict.values()) {
      words.add("verdict." + verdict.id());
    }
    for (HedgeContender.Reason reason : HedgeContender.Reason.values()) {
      if (reason != HedgeContender.Reason.START) {
        words.add("joined." + reason.id());
      }
    }
    for (String level : List.of("middle", "high", "university")) {
      words.addAll(List.of("level." + level, "level." + level + ".text", "said.level." + level));
    }
    for (String tier : List.of("exact", "semantic", "shared")) {
      words.addAll(List.of("tier." + tier, "tier." + tier + ".text"));
    }
    for (Quota quota : Quota.values()) {
      String kind = quota.name().length() <= 3 ? quota.name() : quota.words;
      words.add("quota.of." + kind.toLowerCase(Locale.ROOT));
    }
    words.add("quota.of.requests at once");
    assertThat(texts.all("th").keySet()).containsAll(words);
  }

  @Test
  void anUnknownTextIsShownAsItsKey() {
    assertThat(texts.text("th", "no.such")).isEqualTo("??no.such??");
  }
}
