package sml.gateway.intake.category;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.chat.Category;
import sml.gateway.intake.category.Prompts.Labelled;

class ClassifierTest {
  // below the 0.93 that is wanted: see docs/decisions/020
  private static final double FLOOR = 0.85;
  private static final String PASTED =
      "The mill burned down and the river took the rest. ".repeat(100);

  @ParameterizedTest
  @ValueSource(strings = {"en", "th"})
  void theHeldBackHalfIsRecognised(String language) throws IOException {
    double share =
        share(
            language, prompt -> Classifier.classify(prompt.text()).category() == prompt.category());
    System.out.printf("Categories of held-back prompts, %s: %.3f%n", language, share);
    assertThat(share).isGreaterThanOrEqualTo(FLOOR);
  }

  @Test
  void theLanguageOfEveryHeldBackAnswerIsRight() throws IOException {
    assertThat(Prompts.read(Prompts.HELD_BACK))
        .allSatisfy(
            prompt ->
                assertThat(AnswerLanguage.isThai(prompt.text()))
                    .as(prompt.text())
                    .isEqualTo(prompt.thai()));
  }

  @Test
  void theShippedWeightsWereTrainedFromTheShippedSet() throws IOException {
    assertThat(Classifier.trainedFrom()).isEqualTo(Prompts.fingerprint());
  }

  @Test
  void noPromptIsBothTrainedAndHeldBack() throws IOException {
    List<String> training = Prompts.read(Prompts.TRAINING).stream().map(Labelled::text).toList();
    assertThat(Prompts.read(Prompts.HELD_BACK))
        .extracting(Labelled::text)
        .doesNotContainAnyElementsOf(training);
  }

  @Test
  void anInstructionAfterALongTextIsFound() {
    Classification found = Classifier.classify(PASTED + "\nสรุปเป็นภาษาไทย");
    assertThat(found.category()).isEqualTo(Category.COMPREHENSION);
    assertThat(found.thai()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "What does สวัสดี mean?|false",
        "ตอบเป็นภาษาอังกฤษ: เมืองหลวงของญี่ปุ่นคืออะไร|false",
        "reply in Thai: what is a tapir?|true",
        "แปลเป็นไทย: good morning|true",
        "Which Thai food is mild?|false",
        "ช่วย debug function calculateTotalPrice ให้หน่อยครับ|true",
      })
  void theLanguageOfTheAnswerIsThatOfTheInstruction(String prompt, boolean thai) {
    assertThat(AnswerLanguage.isThai(prompt)).isEqualTo(thai);
  }

  @Test
  void theSignsAreWordsOfThePrompt() {
    assertThat(Classifier.classify("Write a Python function that sorts").signs())
        .contains("Python");
  }

  private static double share(String language, Predicate<Labelled> right) throws IOException {
    List<Labelled> prompts =
        Prompts.read(Prompts.HELD_BACK).stream()
            .filter(prompt -> prompt.language().equals(language))
            .toList();
    return prompts.stream().filter(right).count() / (double) prompts.size();
  }
}
