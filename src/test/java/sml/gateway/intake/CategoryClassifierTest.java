package sml.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sml.gateway.chat.Category;
import sml.gateway.intake.Prompts.Labelled;

class CategoryClassifierTest {
  // below the 0.93 that is wanted: see docs/decisions/020
  private static final double FLOOR = 0.88;
  private static final String PASTED =
      "The mill burned down and the river took the rest. ".repeat(100);

  @ParameterizedTest
  @CsvSource({"held-back, en", "held-back, th", "held-back-second, en", "held-back-second, th"})
  void theHeldBackPromptsAreRecognised(String file, String language) throws IOException {
    double share = share(Prompts.read(Prompts.FOLDER.resolve(file + ".tsv")), language);
    System.out.printf("Categories of %s, %s: %.3f%n", file, language, share);
    assertThat(share).isGreaterThanOrEqualTo(FLOOR);
  }

  @Test
  void theLanguageOfEveryHeldBackAnswerIsRight() throws IOException {
    assertThat(heldBack())
        .allSatisfy(
            prompt ->
                assertThat(AnswerLanguage.isThai(prompt.text()))
                    .as(prompt.text())
                    .isEqualTo(prompt.thai()));
  }

  @Test
  void theShippedWeightsWereTrainedFromTheShippedSet() throws IOException {
    assertThat(CategoryClassifier.trainedFrom()).isEqualTo(Prompts.fingerprint());
  }

  @Test
  void noPromptIsBothTrainedAndHeldBack() throws IOException {
    List<String> training = Prompts.read(Prompts.TRAINING).stream().map(Labelled::text).toList();
    assertThat(heldBack()).extracting(Labelled::text).doesNotContainAnyElementsOf(training);
  }

  @Test
  void anInstructionAfterALongTextIsFound() {
    Classification found = CategoryClassifier.classify(PASTED + "\nสรุปเป็นภาษาไทย");
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
        "useEffect เรียกซ้ำ fetch ไม่หยุด|true",
        "docker build ค้างที่ step 4|true",
        "AttributeError: 'str' object has no attribute 'get' แก้ยังไง|true",
        "'ตัวนี้พังเพราะอะไร\nReferenceError: foo is not defined'|true",
        "'ขึ้น error แบบนี้\nreturn total / count;'|true",
        "'รถเมล์สายนี้ไปสนามบินไหม\nWhat is she asking?'|false",
        "nickname ตูน is short for what?|false",
        "Romanize ขอบคุณ for me|false",
      })
  void theLanguageOfTheAnswerIsThatOfTheInstruction(String prompt, boolean thai) {
    assertThat(AnswerLanguage.isThai(prompt)).isEqualTo(thai);
  }

  @Test
  void theSignsAreWordsOfThePrompt() {
    assertThat(CategoryClassifier.classify("Write a Python function that sorts").signs())
        .contains("Python");
  }

  private static List<Labelled> heldBack() throws IOException {
    return Stream.concat(
            Prompts.read(Prompts.HELD_BACK).stream(), Prompts.read(Prompts.SECOND).stream())
        .toList();
  }

  private static double share(List<Labelled> prompts, String language) {
    List<Labelled> read =
        prompts.stream().filter(prompt -> prompt.language().equals(language)).toList();
    return read.stream()
            .filter(
                prompt ->
                    CategoryClassifier.classify(prompt.text()).category() == prompt.category())
            .count()
        / (double) read.size();
  }
}
