package sml.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewaySentencesTest {
  private final PageTexts texts = new PageTexts();
  private final GatewaySentences sentences = new GatewaySentences(texts);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a/b passed the high exam: 8 of 9 right | a/b สอบผ่านระดับมัธยมปลาย: ถูก 8 จาก 9 ข้อ",
        "another contender answered first | ตัวอื่นตอบก่อน",
        "asks 3 models first; teacher a/b leads | เริ่มถามพร้อมกัน 3 โมเดล; ครู a/b ถูกถามก่อน",
        "asks one model first: long prompt | เริ่มถามโมเดลเดียว: prompt ยาว",
        "groq: 6 new (a, b, c, d, e, …) | groq: ใหม่ 6 (a, b, c, d, e, …)",
        "groq: 2 missing (x, y) | groq: หายไป 2 (x, y)",
        "p: 2 models returned | p: โมเดลกลับมา 2 ตัว",
        "429: Rate limit reached | 429: Rate limit reached"
      })
  void aSentenceIsTranslatedWithWhatStandsInIt(String english, String thai) {
    assertThat(sentences.in("th", english)).isEqualTo(thai);
    assertThat(sentences.in("en", english)).isEqualTo(english);
  }

  /** One that is taken for another would be translated into something else. */
  @Test
  void everySentenceIsFoundByItsOwnWords() {
    texts
        .all("en")
        .forEach(
            (key, text) -> {
              if (key.startsWith("said.")) {
                String filled = texts.text("en", key, 10, 11, 12, 13, 14, 15, 16);
                assertThat(sentences.in("th", filled))
                    .as(key)
                    .isEqualTo(texts.text("th", key, 10, 11, 12, 13, 14, 15, 16));
              }
            });
  }
}
