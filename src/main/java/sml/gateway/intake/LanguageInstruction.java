package sml.gateway.intake;

/** The language that an instruction asks the answer to be in; the last demand wins. */
enum LanguageInstruction {
  NONE,
  THAI,
  OTHER;

  private static final String[] OTHERS = {
    "อังกฤษ",
    "จีน",
    "ญี่ปุ่น",
    "เกาหลี",
    "ฝรั่งเศส",
    "เยอรมัน",
    "สเปน",
    "ลาว",
    "พม่า",
    "เวียดนาม",
    "รัสเซีย",
    "english"
  };
  private static final String[] INTO = {
    "เป็นภาษา",
    "เป็น",
    "ด้วยภาษา",
    "ตอบภาษา",
    "ตอบ",
    "อีเมลภาษา",
    "จดหมายภาษา",
    "แคปชั่นภาษา",
    "เรียงความภาษา"
  };
  private static final String[] AND = {"จีน", "ญี่ปุ่น", "และ", "กับ", ",", "หรือ"};
  private static final String[] VERBS = {
    "reply",
    "answer",
    "respond",
    "write",
    "say",
    "translat",
    "explain",
    "summar",
    "tell",
    "speak",
    "describe",
    "give",
    "use ",
    "output",
    "list",
    "what is",
    "what's",
    "make it",
    "send"
  };

  /** The demand in a part of a prompt in lower case. */
  static LanguageInstruction of(String text) {
    int thai = Math.max(english(text, "thai"), thai(text, "ไทย"));
    int other = english(text, "english");
    for (String language : OTHERS) {
      other = Math.max(other, thai(text, language));
    }
    if (thai < 0 && other < 0) {
      return NONE;
    }
    return thai > other ? THAI : OTHER;
  }

  /** Position of the last "into Thai", "answer in Thai" or similar, -1 if there is none. */
  private static int english(String text, String language) {
    for (int at = text.lastIndexOf(language); at > 0; at = text.lastIndexOf(language, at - 1)) {
      String before = text.substring(0, at).stripTrailing();
      boolean asked =
          before.endsWith(" into") || before.endsWith(" to") || before.equals("to")
              ? text.contains("translat") || text.contains("convert") || text.contains("แปล")
              : (before.endsWith(" in") || before.endsWith(" using")) && asks(before);
      if (asked && ends(text.substring(at + language.length()))) {
        return at;
      }
    }
    return -1;
  }

  private static boolean asks(String before) {
    for (String verb : VERBS) {
      if (before.contains(verb)) {
        return true;
      }
    }
    return before.matches("(?s).*[\\p{InThai}].* in");
  }

  /** The name of a language ends the demand; "Thai food" does not. */
  private static boolean ends(String after) {
    String rest = after.startsWith(" language") ? after.substring(9) : after;
    rest = rest.stripLeading();
    return rest.isEmpty()
        || !Character.isLetter(rest.charAt(0))
        || PromptFeatures.isThai(rest.charAt(0))
        || after.startsWith("\n")
        || rest.startsWith("please")
        || rest.startsWith("only")
        || rest.startsWith("pls")
        || rest.startsWith("and ")
        || rest.startsWith("with ");
  }

  private static int thai(String text, String language) {
    for (int at = text.lastIndexOf(language); at > 0; at = text.lastIndexOf(language, at - 1)) {
      String before = text.substring(0, at).stripTrailing();
      for (String into : INTO) {
        if (before.endsWith(into) && !more(text.substring(at + language.length()))) {
          return at;
        }
      }
    }
    return -1;
  }

  /** Other languages follow, so the demand is a list of translations. */
  private static boolean more(String after) {
    String rest = after.stripLeading();
    for (String and : AND) {
      if (rest.startsWith(and)) {
        return true;
      }
    }
    return false;
  }
}
