package sml.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sml.gateway.chat.Category;
import sml.gateway.intake.Prompts.Labelled;

class CategoryClassifierTest {
  private static final String PASTED =
      "The mill burned down and the river took the rest. ".repeat(100);
  private static final String PASTED_THAI =
      "โรงสีไฟไหม้ไปเมื่อคืน แม่น้ำพัดส่วนที่เหลือหายไปหมด ".repeat(80);

  @ParameterizedTest
  @CsvSource({
    "held-back, en, 0.93",
    "held-back, th, 0.90", // below the 0.93 that is wanted: see docs/decisions/020
    "held-back-second, en, 0.93",
    "held-back-second, th, 0.93",
    "held-back-third, en, 0.95",
    "held-back-third, th, 0.94",
  })
  void theHeldBackPromptsAreRecognised(String file, String language, double floor)
      throws IOException {
    double share = share(Prompts.read(Prompts.FOLDER.resolve(file + ".tsv")), language);
    System.out.printf("Categories of %s, %s: %.3f%n", file, language, share);
    assertThat(share).isGreaterThanOrEqualTo(floor);
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
        "What are the most important points here?|COMPREHENSION",
        "Pull out all the amounts of money.|EXTRACTION",
        "Fix the spelling and grammar please.|GENERAL",
        "Return the main facts as JSON.|JSON",
        "Rewrite it in 3 bullet points of at most 5 words each.|INSTRUCTION",
        "Is the overall tone positive, negative or neutral?|CLASSIFICATION",
        "Translate it to Thai.|THAI",
        "ช่วยสรุปทั้งหมดนี้ให้หน่อย|COMPREHENSION",
        "ดึงจำนวนเงินทั้งหมดออกมา|EXTRACTION",
        "ช่วยตรวจคำผิดให้ที|THAI",
        "แปลงเป็น json array|JSON",
        "ย่อเป็น 3 ข้อ ข้อละไม่เกิน 5 คำ|INSTRUCTION",
        "โทนโดยรวมเป็นบวก ลบ หรือกลาง|CLASSIFICATION",
      })
  void anInstructionBeforeOrAfterALongTextDecides(String instruction, Category category) {
    String pasted = AnswerLanguage.hasThai(instruction) ? PASTED_THAI : PASTED;
    assertThat(CategoryClassifier.classify(instruction + "\n\n" + pasted).category())
        .isEqualTo(category);
    assertThat(CategoryClassifier.classify(pasted + "\n\n" + instruction).category())
        .isEqualTo(category);
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
        "Categorise กล้วย ส้ม รถ|false",
        "print(len(items) ทำไมขึ้น error|true",
        "What is f(x) in คณิต class|false",
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
    List<Labelled> all = new ArrayList<>();
    for (Path file : List.of(Prompts.HELD_BACK, Prompts.SECOND, Prompts.THIRD)) {
      all.addAll(Prompts.read(file));
    }
    return all;
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
