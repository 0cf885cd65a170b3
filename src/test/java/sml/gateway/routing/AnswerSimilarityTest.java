package sml.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerSimilarityTest {
  @ParameterizedTest
  @CsvSource({"42, 42., 1", "Paris, paris!, 1", "42, 43, 0", "Yes, No, 0", "**408**, 408, 1"})
  void shortAnswersAreAlikeOrNot(String one, String other, double expected) {
    assertThat(AnswerSimilarity.of(one, other)).isEqualTo(expected);
  }

  @Test
  void longAnswersAreComparedByTheirLetters() {
    String one = "The capital of Thailand is Bangkok, which lies on the Chao Phraya river.";
    String near = "Bangkok, on the Chao Phraya river, is the capital of Thailand.";
    String far = "I am sorry, but as a language model I cannot look up cities for you today.";
    assertThat(AnswerSimilarity.of(one, near)).isGreaterThan(0.8);
    assertThat(AnswerSimilarity.of(one, far)).isLessThan(0.3);
  }

  @Test
  void thaiIsComparedWithoutWords() {
    String one = "กรุงเทพมหานครเป็นเมืองหลวงของประเทศไทยและตั้งอยู่ริมแม่น้ำเจ้าพระยา";
    String near = "เมืองหลวงของประเทศไทยคือกรุงเทพมหานคร ซึ่งตั้งอยู่ริมแม่น้ำเจ้าพระยา";
    String far = "ขออภัยครับ ผมไม่สามารถตอบคำถามนี้ได้ในขณะนี้ กรุณาลองใหม่อีกครั้งภายหลัง";
    assertThat(AnswerSimilarity.of(one, near)).isGreaterThan(0.7);
    assertThat(AnswerSimilarity.of(one, far)).isLessThan(0.3);
  }
}
