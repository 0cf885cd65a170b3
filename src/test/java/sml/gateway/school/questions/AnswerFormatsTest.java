package sml.gateway.school.questions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sml.gateway.chat.Category;
import sml.gateway.school.grading.GraderFactory;
import sml.gateway.school.paper.ExamLevel;
import sml.gateway.school.paper.ExamReply;
import sml.gateway.school.paper.GraderMark;
import sml.gateway.school.paper.Question;

/** The same answer in another format gets the same mark, whatever the question. */
class AnswerFormatsTest {
  private static final YamlQuestionBank BANK = new YamlQuestionBank(new GraderFactory());
  // each answer runs in its own sandbox; their table has its own formats
  private static final Set<Category> SLOW = Set.of(Category.CODE);
  private static final Set<Category> STRICT =
      Set.of(Category.INSTRUCTION, Category.JSON, Category.EXTRACTION);
  private static final List<Question> QUESTIONS =
      LongStream.range(1000, 1012)
          .mapToObj(seed -> BANK.paper(ExamLevel.UNIVERSITY, seed))
          .flatMap(List::stream)
          .filter(question -> !SLOW.contains(question.category()))
          .toList();

  /** Named for the failure message. */
  private record Format(String name, UnaryOperator<String> on) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Format> formatsOfAnyAnswer() {
    return Stream.of(
        new Format("thoughts before", "<think>first 1, then 2 or ก</think>%n%n%s"::formatted),
        new Format("thoughts without an opening tag", text -> "hm, 3 or ข</think>" + text),
        new Format("invisible characters", "\uFEFF\u200B%s\u200B\u2060"::formatted),
        new Format("space around", "%n  %s %n%n"::formatted),
        new Format("no-break spaces", text -> text.replace(' ', '\u00A0')),
        new Format("SARA AM in two", text -> text.replace("ำ", "\u0E4D\u0E32")));
  }

  static Stream<Format> formatsOfText() {
    return Stream.of(
        new Format("bold", AnswerFormatsTest::bold),
        new Format("Thai digits", text -> digits(text, '๐')),
        new Format("full-width digits", text -> digits(text, '０')),
        new Format("politeness", text -> text + " ครับ"),
        new Format("more politeness", text -> text + "ค่ะ"),
        new Format("full stop", text -> text + "."),
        new Format("answer tags", text -> "<answer>" + text + "</answer>"),
        new Format("fence", "```%n%s%n```"::formatted));
  }

  @ParameterizedTest
  @MethodSource("formatsOfAnyAnswer")
  void theFormatOfAnyAnswerDoesNotMatter(Format format) {
    assertThat(QUESTIONS.stream().flatMap(question -> misjudged(question, format))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("formatsOfText")
  void theFormatOfTextDoesNotMatterWhereNoneIsAskedFor(Format format) {
    assertThat(
            QUESTIONS.stream()
                .filter(question -> !STRICT.contains(question.category()))
                .flatMap(question -> misjudged(question, format)))
        .isEmpty();
  }

  private static Stream<String> misjudged(Question question, Format format) {
    ExamReply right = formatted(question.example(), format);
    ExamReply wrong = formatted(question.nearMiss(), format);
    return Stream.of(
            question.grade(right) instanceof GraderMark.Wrong no ? right + " is " + no : "",
            question.grade(wrong) instanceof GraderMark.Wrong ? "" : wrong + " is not wrong")
        .filter(fault -> !fault.isEmpty())
        .map(fault -> question.id() + ": " + fault);
  }

  @ParameterizedTest
  @MethodSource("emptyAnswers")
  void anEmptyAnswerIsNeverRight(String answer) {
    assertThat(
            QUESTIONS.stream()
                .filter(
                    question ->
                        !(question.grade(ExamReply.text(answer)) instanceof GraderMark.Wrong))
                .map(Question::id))
        .isEmpty();
  }

  @Test
  void anAnswerOnlyInThoughtsIsNotCounted() {
    assertThat(
            QUESTIONS.stream()
                .filter(question -> question.example().toolCalls().isEmpty())
                .filter(
                    question -> {
                      String thought = "<think>" + question.example().text();
                      return !(question.grade(ExamReply.text(thought)) instanceof GraderMark.Wrong);
                    })
                .map(Question::id))
        .isEmpty();
  }

  static Stream<String> emptyAnswers() {
    return Stream.of(
        "",
        " ",
        ".",
        "?",
        "0",
        "null",
        "{}",
        "[]",
        "```\n```",
        "ไม่ทราบครับ",
        "I am sorry, but I cannot help with that.",
        "<think>",
        "คำตอบ:",
        "Answer:",
        "N/A");
  }

  private static ExamReply formatted(ExamReply reply, Format format) {
    return new ExamReply(format.on.apply(reply.text()), reply.toolCalls());
  }

  private static String bold(String text) {
    int line = text.lastIndexOf('\n') + 1;
    return text.substring(0, line) + "**" + text.substring(line) + "**";
  }

  private static String digits(String text, char zero) {
    var other = new StringBuilder();
    text.chars()
        .forEach(c -> other.append(c >= '0' && c <= '9' ? (char) (c - '0' + zero) : (char) c));
    return other.toString();
  }
}
