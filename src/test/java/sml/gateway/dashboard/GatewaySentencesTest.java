package sml.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import sml.gateway.modelhealth.quotas.readings.Quota;

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
        "asks 3 models first; then asks 2 models first: long prompt"
            + " | เริ่มถามพร้อมกัน 3 โมเดล; จากนั้นเริ่มถามพร้อมกัน 2 โมเดล: prompt ยาว",
        "every model that fits cools down; waits 9 ms for the soonest"
            + " | โมเดลที่เหมาะพักอยู่ทุกตัว รอตัวที่จะกลับมาเร็วที่สุด 9 ms",
        "asks one model first: long prompt | เริ่มถามโมเดลเดียว: prompt ยาว",
        "groq: 6 new (a, b, c, d, e, …) | groq: ใหม่ 6 (a, b, c, d, e, …)",
        "groq: 2 missing (x, y) | groq: หายไป 2 (x, y)",
        "p: 2 models returned | p: โมเดลกลับมา 2 ตัว",
        "teacher a/b passed over: live success 40 % of 40, c/d has 97 % of 40 (95 % sure)"
            + " | ไม่ถามครู a/b ก่อน: ใช้จริงสำเร็จ 40 % จาก 40 ครั้ง"
            + " แต่ c/d สำเร็จ 97 % จาก 40 ครั้ง (มั่นใจ 95 %)",
        "teacher a/b passed over: 6.00 s and live success 90 % of 40, c/d has 0.30 s and live"
            + " success 91 % of 50 (95 % sure that it is worth more) | ไม่ถามครู a/b ก่อน:"
            + " ครูใช้เวลา 6.00 วินาที ใช้จริงสำเร็จ 90 % จาก 40 ครั้ง แต่ c/d ใช้เวลา 0.30 วินาที"
            + " ใช้จริงสำเร็จ 91 % จาก 50 ครั้ง (มั่นใจ 95 % ว่าคุ้มกว่า)",
        "needs about 900 tokens, its limit is 500 tokens a minute"
            + " | ต้องใช้ราว 900 token แต่รับได้ 500 token ต่อนาที",
        "rate window full: 0 requests a day left, 1 needed"
            + " | โควต้าช่วงนี้ไม่พอ: เหลือ 0 (คำขอต่อวัน) ต้องใช้ 1",
        "refused at admission | ถูกปฏิเสธตั้งแต่ตอนรับคำขอ",
        "ended before a plan was made | จบก่อนที่จะวางแผนว่าถามโมเดลไหน",
        "shares the answer of the equal request r1; alone: one model fits"
            + " | ใช้คำตอบเดียวกับคำขอ r1 ที่ถามเหมือนกัน; ถามตัวเดียว: มีโมเดลที่เหมาะตัวเดียว",
        "`gpt` stands for `sml/auto` (sml.translation.model-aliases)"
            + " | `gpt` หมายถึง `sml/auto` (sml.translation.model-aliases)",
        "p is not called: refused: its address is private"
            + " | ไม่เรียก p: refused: its address is private",
        "429: Rate limit reached | 429: Rate limit reached"
      })
  void aSentenceIsTranslatedWithWhatStandsInIt(String english, String thai) {
    assertThat(sentences.in("th", english)).isEqualTo(thai);
    assertThat(sentences.in("en", english)).isEqualTo(english);
  }

  /** The reasons of a full quota name it by these words. */
  @ParameterizedTest
  @EnumSource(Quota.class)
  void theWordsOfEveryQuotaAreTranslatedInsideASentence(Quota quota) {
    String full = "rate window full: 3 " + quota.words + " left, 4 needed";
    assertThat(sentences.in("th", full)).contains("เหลือ 3 (").doesNotContain(quota.words);
  }

  /** One that is taken for another would be translated into something else. */
  @Test
  void everySentenceIsFoundByItsOwnWords() {
    texts
        .all("en")
        .forEach(
            (key, text) -> {
              if (key.startsWith("said.") || key.startsWith("quota.of.")) {
                String filled = texts.text("en", key, 10, 11, 12, 13, 14, 15, 16);
                assertThat(sentences.in("th", filled))
                    .as(key)
                    .isEqualTo(texts.text("th", key, 10, 11, 12, 13, 14, 15, 16));
              }
            });
  }
}
