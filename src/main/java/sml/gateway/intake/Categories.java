package sml.gateway.intake;

import java.util.regex.Pattern;
import sml.gateway.chat.Category;

/**
 * Tells what a prompt asks for from its last user message. Rules are tried in order of how specific
 * they are; each knows English and Thai wordings.
 */
final class Categories {
  private record Rule(Category category, Pattern pattern) {}

  private static final Rule[] RULES = {
    rule(
        Category.SAFETY,
        "ignore (all |any )?(the )?(previous|prior|above) instructions|jailbreak|system prompt"
            + "|ละเว้นคำสั่งก่อนหน้า|ลืมคำสั่งก่อนหน้า"),
    rule(Category.JSON, "\\bjson\\b|เจสัน"),
    rule(
        Category.CODE,
        "```|\\bdef \\w+\\(|\\bfunction\\b|\\bclass \\w+|console\\.log|\\bSELECT .+ FROM\\b"
            + "|\\b(python|javascript|typescript|java|rust|golang|sql|regex|bash|html|css)\\b"
            + "|\\b(debug|refactor|compile|unit test)\\b|เขียนโค้ด|เขียนโปรแกรม|แก้บั๊ก"),
    rule(
        Category.MATH,
        "\\d\\s*[-+*/×÷^=]\\s*\\d|\\b(calculate|equation|integral|derivative|percent of|solve"
            + " for)\\b|คำนวณ|สมการ|เท่ากับเท่าไ|บวก|คูณ|กี่บาท"),
    rule(
        Category.CLASSIFICATION,
        "\\b(classify|categori[sz]e|which category|sentiment|label (it|this|each))\\b"
            + "|จัดหมวด|จำแนก|จัดประเภท"),
    rule(
        Category.EXTRACTION,
        "\\b(extract|pull out|list all the (names|dates|emails|numbers))\\b|ดึงข้อมูล|สกัด"),
    rule(
        Category.COMPREHENSION,
        "\\b(summari[sz]e|summary|tl;dr|according to the (text|passage)|based on the"
            + " (text|passage))\\b|สรุป|จากข้อความ|อ่านข้อความ"),
    rule(
        Category.REASONING,
        "\\b(step by step|logic|riddle|puzzle|deduce|prove|why does|plan (a|the|out))\\b"
            + "|ทีละขั้น|ตรรกะ|เหตุผล|วางแผน"),
    rule(
        Category.INSTRUCTION,
        "\\b(exactly \\w+ (words|lines|items)|only (answer|reply|respond)|bullet points|numbered"
            + " list)\\b|ตอบเพียง|ตอบแค่|เป็นข้อ ๆ|เป็นข้อๆ"),
  };

  private Categories() {}

  static Category detect(MessageReader messages, boolean tools, boolean json) {
    if (tools) {
      return Category.TOOLS;
    }
    if (messages.images() > 0) {
      return Category.VISION;
    }
    if (json) {
      return Category.JSON;
    }
    String text = messages.lastUserText();
    for (Rule rule : RULES) {
      if (rule.pattern.matcher(text).find()) {
        return rule.category;
      }
    }
    return messages.wantsThai() ? Category.THAI : Category.GENERAL;
  }

  private static Rule rule(Category category, String pattern) {
    return new Rule(category, Pattern.compile(pattern, Pattern.CASE_INSENSITIVE));
  }
}
