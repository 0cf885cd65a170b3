package sml.gateway.school.questions;

import java.util.regex.Pattern;

/** The patterns to find in a proposed wording, in English and Thai. */
final class WordingPatterns {

  /** An address on the web or for mail. */
  static final Pattern CONTACT =
      any(
          "[a-z]+://",
          "\\bwww\\.",
          "@",
          "\\b[a-z0-9-]+\\.(?:com|net|org|info|io|dev|ai|app|me|co|th|xyz)\\b",
          "\\.ไทย");

  /** Words that address the grader or speak of grading. */
  static final Pattern TO_THE_MARKER =
      any(
          "\\b(?:rubrics?|verdicts?|marks?|scores?|points)\\b",
          "\\b(?:graders?|markers?|proctors?|examiners?|validators?)\\b",
          "same_?(?:task|difficulty|rubric)",
          "คะแนน|เกณฑ์|เฉลย",
          "กรรมการ|ผู้ตรวจ|ผู้คุมสอบ|ผู้ประเมิน");

  /** A prompt injection: an order to ignore instructions, or the form of a chat message. */
  static final Pattern ORDER =
      any(
          "\\b(?:ignore|disregard|forget|override|bypass)\\b.{0,40}"
              + "\\b(?:instructions?|prompts?|rules?|above|previous|prior|earlier)\\b",
          "(?:เพิกเฉย|ละเว้น|ละทิ้ง|ไม่ต้องสนใจ|อย่าสนใจ|ไม่สนใจ|ลืม|ยกเลิก|ข้าม).{0,25}"
              + "(?:คำสั่ง|กฎ|กติกา|ก่อนหน้า|ข้างต้น)",
          "system (?:prompt|message)",
          "developer mode",
          "jailbreak",
          "คำสั่งระบบ|ข้อความระบบ",
          "\\byou are now\\b",
          "(?:จากนี้|ตอนนี้)(?:ไป)?คุณคือ",
          "</?\\|?[a-z_]+[^>\\n]{0,40}>",
          "```",
          "\\[/?inst]",
          "\\b(?:begin|end) [a-z]+-[0-9a-f]{4,}",
          "^\\s*(?:system|assistant|user|human|developer)\\s*:");

  /** A word that asks for an answer. */
  static final Pattern DEMAND =
      any(
          "[?？]",
          "\\b(?:write|draft|compose|create|prepare|translate|summari[sz]e|condense)\\b",
          "\\b(?:explain|describe|tell|retell|state|outline|report|argue|discuss|compare)\\b",
          "\\b(?:list|give|name|answer)\\b",
          "เขียน|แต่ง|ร่าง|เรียบเรียง|จัดทำ|แปล|สรุป|ย่อ",
          "อธิบาย|บรรยาย|เล่า|ถ่ายทอด|เสนอ|บอก|ตอบ|จง|ช่วย");

  private WordingPatterns() {}

  private static Pattern any(String... alternatives) {
    return Pattern.compile(
        String.join("|", alternatives),
        Pattern.CASE_INSENSITIVE | Pattern.DOTALL | Pattern.MULTILINE);
  }
}
