package sml.gateway.school.grading;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads which of some options are named: by one of its names (any case, longest first), or by its
 * letter where that stands alone.
 */
final class OptionFinder implements ValueFinder<Integer> {
  private static final String LETTER_BEFORE =
      "(?:(?<=ข้อ|ตอบ|เลือก|คือ|ตัวเลือก)|(?<![\\p{L}\\p{M}\\d]))";
  private static final String LETTER_AFTER = "(?:(?=ครับ|ค่ะ|คะ|นะ)|(?![\\p{L}\\p{M}\\d']))";
  // alone, or marked as a letter: "A shop" names no option
  private static final String LATIN_AFTER = "(?=\\s*(?:[).:,;]|$|\\n|or\\b|and\\b|หรือ|และ|\\())";

  private final Map<String, Integer> options = new HashMap<>();
  private final Pattern names;

  /**
   * @param options the names of each option
   * @param letters the letter of each option; empty when they have none
   */
  public OptionFinder(List<? extends Collection<String>> options, List<String> letters) {
    List<String> patterns = new ArrayList<>();
    for (int i = 0; i < options.size(); i++) {
      for (String name : options.get(i)) {
        String plain = key(PlainText.unmarked(PlainText.characters(name)));
        this.options.put(plain, i);
        patterns.add(name(plain));
      }
    }
    patterns.sort(Comparator.comparing(String::length).reversed());
    for (int i = 0; i < letters.size(); i++) {
      this.options.put(key(letters.get(i)), i);
      patterns.add(letter(letters.get(i)));
      String latin = String.valueOf((char) ('A' + i));
      this.options.putIfAbsent(key(latin), i);
      patterns.add(letter(latin));
    }
    names = Pattern.compile(String.join("|", patterns));
  }

  @Override
  public List<FoundValue<Integer>> find(String text) {
    return names
        .matcher(text)
        .results()
        .map(hit -> new FoundValue<>(option(hit.group()), hit.start(), hit.end()))
        .toList();
  }

  @Override
  public String company() {
    return "(?:\\s*(?:ข้อ|ตัวเลือก|option|choice|คือ|is\\b|=|[).:(-])\\s*|\\s+(?=\\S))";
  }

  private Integer option(String name) {
    return options.getOrDefault(key(name), -1);
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
  }

  /** Latin names are whole words; Thai has no spaces between words to go by. */
  private static String name(String name) {
    StringBuilder pattern = new StringBuilder("(?iu:");
    for (String word : name.split(" ")) {
      pattern.append(pattern.length() > 5 ? "\\s*" : "").append(Pattern.quote(word));
    }
    pattern.append(')');
    boolean latin = name.chars().allMatch(c -> c < 'ก');
    return latin ? "(?<![A-Za-z\\d])" + pattern + "(?![A-Za-z\\d])" : pattern.toString();
  }

  private static String letter(String letter) {
    boolean latin = letter.charAt(0) < 'ก';
    return (latin ? "(?<!/)" : "")
        + LETTER_BEFORE
        + Pattern.quote(letter)
        + LETTER_AFTER
        + (latin ? LATIN_AFTER : "");
  }
}
