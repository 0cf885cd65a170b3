package sml.gateway.cache.semantic.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardTest {
  private static final QuestionReader READER = new QuestionReader();
  private final Guard guard = new Guard(READER);

  private Reason compare(String one, String other, boolean near) {
    return guard.compare(READER.read(one), READER.read(other), near);
  }

  @ParameterizedTest
  @CsvSource({"en, 0.6", "th, 0.4"})
  void refusesEveryNearMissAndServesMostParaphrases(String language, double hitRate)
      throws IOException {
    var pairs = Pairs.of(language);
    assertThat(pairs).hasSizeGreaterThanOrEqualTo(150);
    for (boolean heldBack : List.of(false, true)) {
      Predicate<Pairs.Pair> part = pair -> pair.heldBack() == heldBack;
      assertThat(pairs.stream().filter(part).filter(pair -> !pair.same()))
          .allSatisfy(
              pair ->
                  assertThat(compare(pair.one(), pair.other(), true).isServed())
                      .as("%s | %s", pair.one(), pair.other())
                      .isFalse());
      var same = pairs.stream().filter(part).filter(Pairs.Pair::same).toList();
      long served =
          same.stream().filter(it -> compare(it.one(), it.other(), false).isServed()).count();
      assertThat((double) served / same.size()).isGreaterThanOrEqualTo(hitRate);
    }
  }

  @ParameterizedTest
  @CsvSource({"en, 0.6", "th, 0.4"})
  void refusesNearMissesAndServesParaphrasesThatWereWrittenApart(String language, double hitRate)
      throws IOException {
    var pairs = Pairs.unseen(language);
    assertThat(pairs.stream().filter(pair -> !pair.same()))
        .allSatisfy(
            pair ->
                assertThat(compare(pair.one(), pair.other(), true).isServed())
                    .as("%s | %s", pair.one(), pair.other())
                    .isFalse());
    var same = pairs.stream().filter(Pairs.Pair::same).toList();
    long served =
        same.stream().filter(it -> compare(it.one(), it.other(), false).isServed()).count();
    assertThat((double) served / same.size()).isGreaterThanOrEqualTo(hitRate);
  }

  @ParameterizedTest
  @CsvSource({"en, 310", "th, 83"})
  void readsSignsAndSmallWordsThatMakeAnotherQuestion(String language, int nearMisses)
      throws IOException {
    var pairs = Pairs.signs(language);
    assertThat(pairs.stream().filter(pair -> !pair.same())).hasSizeGreaterThanOrEqualTo(nearMisses);
    assertThat(pairs)
        .allSatisfy(
            pair ->
                assertThat(compare(pair.one(), pair.other(), !pair.same()).isServed())
                    .as("%s | %s", pair.one(), pair.other())
                    .isEqualTo(pair.same()));
  }

  @ParameterizedTest
  @CsvSource({"en", "th"})
  void servesNoQuestionOfAnotherPair(String language) throws IOException {
    var pairs = Pairs.of(language);
    var questions =
        pairs.stream()
            .map(pair -> List.of(READER.read(pair.one()), READER.read(pair.other())))
            .toList();
    var wrong = new ArrayList<String>();
    for (int one = 0; one < pairs.size(); one++) {
      for (int other = 0; other < pairs.size(); other++) {
        for (var asked : questions.get(one)) {
          for (var stored : questions.get(other)) {
            if (one != other && guard.compare(asked, stored, true).isServed()) {
              wrong.add(pairs.get(one) + " | " + pairs.get(other));
            }
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NUMBER | What is 15% of 240? | What is 15% of 420?",
        "NUMBER | ปี พ.ศ. 2500 เกิดอะไรขึ้น | ปี ค.ศ. 2500 เกิดอะไรขึ้น",
        "NEGATION | Which animals can fly? | Which animals can't fly?",
        "NEGATION | คนท้องกินอะไรได้ | คนท้องกินอะไรไม่ได้",
        "QUESTION | Why do cats purr? | When do cats purr?",
        "ANTONYM | How do I import data? | How do I export data?",
        "ANTONYM | วิธีเปิดโหมดมืด | วิธีปิดโหมดมืด",
        "DIRECTION | What is in the box? | What is on the box?",
        "COMPARISON | Do all birds fly? | Do some birds fly?",
        "ROLE_SWAP | Is Python faster than Java? | Is Java faster than Python?",
        "ROLE_SWAP | แมวกินหนูได้ไหม | หนูกินแมวได้ไหม",
        "SLOT_SWAP | How do I grow tomatoes? | How do I grow potatoes?",
        "ADDITION | How do I bake bread? | How do I bake gluten-free bread?",
        "LANGUAGE | What is DNA? | DNA คืออะไร",
        "TIME_DEPENDENT | What is the weather in Paris? | How is the weather in Paris?",
        "TIME_DEPENDENT | วันนี้วันอะไร | วันนี้เป็นวันอะไร",
        "UNKNOWN_LANGUAGE | Comment ça va à Paris? | Comment va-t-on à Paris?",
      })
  void saysWhyItRefuses(Reason reason, String asked, String stored) {
    assertThat(compare(asked, stored, true)).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "What is hepatitis A? | What is hepatitis?",
        "Can I get a visa on arrival? | What is a visa on arrival?",
        "Well water testing | Water testing",
        "Hello world in Java, how do I write it? | World in Java, how do I write it?",
        "Is this good for me? | Is this good?",
        "I want to quit my job, how? | I need to quit my job, how?",
        "How do I clean windows? | How do I clean Windows?",
        "What helps us? | What helps US?",
        "List the planets | What are planets?",
        "What eats cats? | What do cats eat?",
        "What is 2 + 2? | What is 2 * 2?",
        "What does the shop sell at 9 am? | What does the shop sell at 9 pm?",
        "My brother's wife | My wife's brother",
        "What did the man with the hat say to the woman? | What did the man say to the woman with"
            + " the hat?",
        "What is my name? | What is your name?",
        "ช่วยเด็กจมน้ำยังไง | เด็กจมน้ำยังไง",
        "เชียงใหม่คืออะไร | เชียงใหม่มีอะไรบ้าง",
        "เรียนที่ญี่ปุ่นเป็นอย่างไร | เรียนที่ญี่ปุ่นอย่างไร",
        "บอกรักแฟนยังไง | รักแฟนยังไง",
        "อังกฤษคืออะไร | ภาษาอังกฤษคืออะไร",
        "อะไรกินแมว | แมวกินอะไร",
      })
  void refusesWhatOnlyLooksAlike(String asked, String stored) {
    assertThat(compare(asked, stored, true).isServed()).isFalse();
  }

  @Test
  void refusesWhatIsTooLongToCompare() {
    var text = "Explain this ".repeat(40);
    assertThat(compare(text, text, false)).isEqualTo(Reason.TOO_LONG);
    assertThat(compare("Fix it:\nx = 1", "Fix it:\nx = 1", false)).isEqualTo(Reason.TOO_LONG);
  }

  @Test
  void weakLikenessCountsOnlyWhereTheMeaningIsNear() {
    assertThat(compare("How do I cook rice?", "How do I prepare rice?", false))
        .isEqualTo(Reason.SLOT_SWAP);
    assertThat(compare("How do I cook rice?", "How do I prepare rice?", true))
        .isEqualTo(Reason.NEARLY_SAME);
  }

  @Test
  void keepsLettersWithTheirMarksTogether() {
    assertThat(compare("ออกกําลังกายที่บ้านยังไง", "ออกกำลังกายที่บ้านยังไง", false))
        .isEqualTo(Reason.SAME);
  }
}
