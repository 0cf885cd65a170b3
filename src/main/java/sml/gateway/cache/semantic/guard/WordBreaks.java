package sml.gateway.cache.semantic.guard;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where the words of Thai begin, which is written without spaces; by the dictionary of the JDK. */
final class WordBreaks {
  private static final Locale THAI = Locale.of("th");

  private WordBreaks() {}

  static List<String> of(String text) {
    var breaks = BreakIterator.getWordInstance(THAI);
    breaks.setText(text);
    var words = new ArrayList<String>();
    int start = breaks.first();
    for (int end = breaks.next(); end != BreakIterator.DONE; end = breaks.next()) {
      words.add(text.substring(start, end));
      start = end;
    }
    return words;
  }
}
