package sml.gateway.cache.semantic.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A part of a text in quotation marks or backticks, where every sign counts.
 *
 * @param from where the first mark stands
 * @param end behind the last mark
 * @param counts whether the marks count too: "5" is no 5, but "hello" is the word hello
 */
record Quote(int from, int end, boolean counts) {
  private static final Pattern QUOTE =
      Pattern.compile(
          "\"[^\"]*\"|`[^`]*`"
              + "|(?<![\\p{L}\\p{M}\\d])'(?:[^']|(?<=\\p{L})'(?=\\p{L}))+'(?![\\p{L}\\p{M}\\d])");
  private static final String OPERATORS = "+-*/=<>&|%^()[]{}";
  private static final Pattern SEVERAL_LETTERS = Pattern.compile("[a-zA-Z]{2}[a-zA-Z ,.?!;:'-]*");
  private static final Pattern TITLE = Pattern.compile("[A-Z]\\S* .*");
  private static final Pattern THAI = Pattern.compile("[ก-๙]");

  /** Where a backtick is no mere mark of code. */
  private static final Pattern SHELL =
      Pattern.compile("(?i)\\b(?:bash|shell|echo|perl|php|ruby)\\b");

  /** A question of these is about the quoted words themselves, with marks or without. */
  private static final Pattern ABOUT_WORDS =
      Pattern.compile(
          "(?i)\\b(?:say|says|said|saying|words?|means?|meant|meaning|translat\\w+|spell\\w*"
              + "|pronounce\\w*|pronunciation|phrase|synonyms?|antonyms?|opposite|defin\\w+"
              + "|called|rhymes?|idiom|plural|in"
              + " (?:english|french|german|spanish|italian|portuguese|dutch|russian|latin|greek"
              + "|arabic|hebrew|hindi|chinese|japanese|korean|thai|lao|vietnamese))\\b|แปล|คำ|พูด|หมายถึง|หมายความ|สะกด|ภาษา");

  static List<Quote> allOf(String text, CountedSigns signs) {
    var all = new ArrayList<Quote>();
    boolean aboutWords = ABOUT_WORDS.matcher(text).find();
    boolean shell = SHELL.matcher(text).find();
    var found = QUOTE.matcher(text);
    while (found.find()) {
      var inside = text.substring(found.start() + 1, found.end() - 1);
      boolean code =
          shell && text.charAt(found.start()) == '`'
              || signs.isBeside(found.start(), found.end(), OPERATORS);
      boolean marks = text.charAt(found.start()) != '`' && !isProse(inside, aboutWords);
      all.add(new Quote(found.start(), found.end(), code || marks));
    }
    return all;
  }

  private static boolean isProse(String inside, boolean aboutWords) {
    return THAI.matcher(inside).find()
        || SEVERAL_LETTERS.matcher(inside).matches()
            && (aboutWords || TITLE.matcher(inside).matches());
  }
}
