package sml.gateway.school.questions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sml.gateway.chat.Category;
import sml.gateway.json.RawObject;
import sml.gateway.school.grading.GraderFactory;
import sml.gateway.school.paper.ExamLevel;
import sml.gateway.school.paper.Question;

class PaperTest {
  private static final YamlQuestionBank BANK = new YamlQuestionBank(new GraderFactory());
  private static final int LARGEST_IMAGE = 30_000;
  private static final String PNG = "data:image/png;base64,";

  private static Set<Category> categories(ExamLevel level) {
    return BANK.paper(level, 1).stream().map(Question::category).collect(toSet());
  }

  private static List<String> bodies(ExamLevel level, long seed) {
    return BANK.paper(level, seed).stream()
        .map(asked -> new String(asked.body(500), UTF_8))
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void aPaperHasAsManyQuestionsAsItsLevelSays(ExamLevel level) {
    assertThat(BANK.paper(level, 5)).hasSize(level.questions());
    assertThat(BANK.paper(level, 5)).extracting(Question::id).doesNotHaveDuplicates();
  }

  @Test
  void aHigherLevelAsksAllOfTheLowerOneAndMore() {
    assertThat(bodies(ExamLevel.HIGH, 7)).containsAll(bodies(ExamLevel.MIDDLE, 7));
    assertThat(bodies(ExamLevel.UNIVERSITY, 7)).containsAll(bodies(ExamLevel.HIGH, 7));
  }

  @Test
  void theSameSeedSetsTheSamePaper() {
    assertThat(bodies(ExamLevel.UNIVERSITY, 99)).isEqualTo(bodies(ExamLevel.UNIVERSITY, 99));
  }

  @Test
  void twoSeedsSetDifferentPapers() {
    assertThat(
            LongStream.range(0, 40)
                .mapToObj(seed -> bodies(ExamLevel.MIDDLE, seed))
                .collect(toSet()))
        .hasSize(40);
  }

  @Test
  void everyQuestionIsDrawnAnew() {
    List<List<Question>> papers =
        LongStream.range(0, 12).mapToObj(seed -> BANK.paper(ExamLevel.UNIVERSITY, seed)).toList();
    for (int i = 0; i < ExamLevel.UNIVERSITY.questions(); i++) {
      int place = i;
      assertThat(
              papers.stream()
                  .map(paper -> new String(paper.get(place).body(500), UTF_8))
                  .distinct())
          .as(papers.getFirst().get(place).id())
          .hasSizeGreaterThan(2);
    }
  }

  @Test
  void allTwelveCategoriesAreExaminedByHigh() {
    assertThat(categories(ExamLevel.HIGH))
        .isEqualTo(EnumSet.complementOf(EnumSet.of(Category.GENERAL)));
  }

  @Test
  void middleExaminesSevenCategoriesAndThaiTwice() {
    assertThat(categories(ExamLevel.MIDDLE)).hasSizeGreaterThanOrEqualTo(7);
    assertThat(BANK.paper(ExamLevel.MIDDLE, 1))
        .filteredOn(asked -> asked.category() == Category.THAI)
        .hasSizeGreaterThanOrEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void halfOfTheQuestionsNeedThai(ExamLevel level) {
    assertThat(BANK.paper(level, 3).stream().filter(Question::thai).count() * 2)
        .isGreaterThanOrEqualTo(level.questions());
  }

  @Test
  void aModelWithoutThaiFailsEveryLevel() {
    for (ExamLevel level : ExamLevel.values()) {
      long thai = BANK.paper(level, 3).stream().filter(Question::thai).count();
      assertThat((level.questions() - thai) * 100 / level.questions())
          .isLessThan(level.threshold());
    }
  }

  @Test
  void aBodyIsAChatRequest() throws IOException {
    for (Question asked : BANK.paper(ExamLevel.UNIVERSITY, 11)) {
      JsonNode body = RawObject.EXACT.readTree(asked.body(700));
      assertThat(body.path("temperature").intValue()).isZero();
      assertThat(body.path("max_tokens").intValue()).isEqualTo(700);
      assertThat(body.path("messages").size()).isEqualTo(asked.turns().size());
      assertThat(body.has("tools")).isEqualTo(asked.withTools());
      assertThat(body.toString()).doesNotContain("{{");
      assertThat(body.toString().contains("image_url")).isEqualTo(asked.withVision());
    }
  }

  @Test
  void imagesAreSmallAndDrawn() throws IOException {
    for (long seed = 0; seed < 25; seed++) {
      for (Question asked : BANK.paper(ExamLevel.UNIVERSITY, seed)) {
        String image = asked.image();
        if (image != null) {
          assertThat(image).startsWith(PNG);
          byte[] png = Base64.getDecoder().decode(image.substring(PNG.length()));
          assertThat(png).hasSizeLessThan(LARGEST_IMAGE);
          assertThat(colours(ImageIO.read(new ByteArrayInputStream(png)))).isGreaterThan(3);
        }
      }
    }
  }

  private static long colours(BufferedImage image) {
    return Arrays.stream(
            image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
        .distinct()
        .count();
  }

  @Test
  void aPreviewShowsWhatAnOperatorWantsToSee() {
    assertThat(BANK.paper(ExamLevel.HIGH, 2).stream().map(Question::preview))
        .allSatisfy(
            preview -> {
              assertThat(preview.question()).isNotBlank();
              assertThat(preview.expected()).isNotBlank();
              assertThat(preview.difficulty()).isIn("easy", "medium", "hard");
            })
        .anyMatch(Question.Preview::withTools)
        .anyMatch(Question.Preview::withVision);
  }
}
