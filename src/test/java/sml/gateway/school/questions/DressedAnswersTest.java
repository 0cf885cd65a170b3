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

/** The same answer in other clothes is marked the same, whatever the question. */
class DressedAnswersTest {
  private static final YamlQuestionBank BANK = new YamlQuestionBank(new GraderFactory());
  // run in a machine each; their table has its own dresses
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
  private record Dress(String name, UnaryOperator<String> on) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Dress> dressesForAll() {
    return Stream.of(
        new Dress("thoughts before", "<think>first 1, then 2 or ก</think>%n%n%s"::formatted),
        new Dress("thoughts without an opening tag", text -> "hm, 3 or ข</think>" + text),
        new Dress("invisible characters", "\uFEFF\u200B%s\u200B\u2060"::formatted),
        new Dress("space around", "%n  %s %n%n"::formatted),
        new Dress("no-break spaces", text -> text.replace(' ', '\u00A0')),
        new Dress("SARA AM in two", text -> text.replace("ำ", "\u0E4D\u0E32")));
  }

  static Stream<Dress> dressesForWords() {
    return Stream.of(
        new Dress("bold", DressedAnswersTest::bold),
        new Dress("Thai digits", text -> digits(text, '๐')),
        new Dress("full-width digits", text -> digits(text, '０')),
        new Dress("politeness", text -> text + " ครับ"),
        new Dress("more politeness", text -> text + "ค่ะ"),
        new Dress("full stop", text -> text + "."),
        new Dress("answer tags", text -> "<answer>" + text + "</answer>"),
        new Dress("fence", "```%n%s%n```"::formatted));
  }

  @ParameterizedTest
  @MethodSource("dressesForAll")
  void clothesOfAnyAnswerDoNotMatter(Dress dress) {
    assertThat(QUESTIONS.stream().flatMap(question -> misjudged(question, dress))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("dressesForWords")
  void clothesOfWordsDoNotMatterWhereNoFormIsAskedFor(Dress dress) {
    assertThat(
            QUESTIONS.stream()
                .filter(question -> !STRICT.contains(question.category()))
                .flatMap(question -> misjudged(question, dress)))
        .isEmpty();
  }

  private static Stream<String> misjudged(Question question, Dress dress) {
    ExamReply right = dressed(question.example(), dress);
    ExamReply wrong = dressed(question.nearMiss(), dress);
    return Stream.of(
            question.grade(right) instanceof GraderMark.Wrong no ? right + " is " + no : "",
            question.grade(wrong) instanceof GraderMark.Wrong ? "" : wrong + " is not wrong")
        .filter(fault -> !fault.isEmpty())
        .map(fault -> question.id() + ": " + fault);
  }

  @ParameterizedTest
  @MethodSource("nothings")
  void nothingIsNeverRight(String nothing) {
    assertThat(
            QUESTIONS.stream()
                .filter(
                    question ->
                        !(question.grade(ExamReply.text(nothing)) instanceof GraderMark.Wrong))
                .map(Question::id))
        .isEmpty();
  }

  @Test
  void whatOnlyThoughtsSayIsNotSaid() {
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

  static Stream<String> nothings() {
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

  private static ExamReply dressed(ExamReply reply, Dress dress) {
    return new ExamReply(dress.on.apply(reply.text()), reply.toolCalls());
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
