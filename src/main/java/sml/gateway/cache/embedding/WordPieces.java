package sml.gateway.cache.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Splits a text into the pieces of words that a BERT model knows, in lower case. */
final class WordPieces {
  private static final int LONGEST_WORD = 100;
  private static final String INNER = "##";

  private final Map<String, Integer> ids;
  private final int unknown;
  private final int begin;
  private final int end;

  /** Of a file {@code tokenizer.json}. */
  WordPieces(JsonNode tokenizer) {
    var vocabulary = tokenizer.path("model").path("vocab");
    ids = HashMap.newHashMap(vocabulary.size());
    vocabulary.properties().forEach(piece -> ids.put(piece.getKey(), piece.getValue().intValue()));
    unknown = id("[UNK]");
    begin = id("[CLS]");
    end = id("[SEP]");
  }

  /**
   * The pieces of a text.
   *
   * @param unknownShare share of its words that are not known, 0 to 1
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Pieces(long[] ids, double unknownShare) {}

  private int id(String piece) {
    var id = ids.get(piece);
    if (id == null) {
      throw new IllegalArgumentException("the vocabulary has no " + piece);
    }
    return id;
  }

  /** At most so many pieces; what is longer is cut. */
  Pieces of(String text, int most) {
    var found = new ArrayList<Integer>();
    found.add(begin);
    int words = 0;
    int unknownWords = 0;
    for (var word : words(text)) {
      var pieces = pieces(word);
      words++;
      unknownWords += pieces.contains(unknown) ? 1 : 0;
      if (found.size() + pieces.size() < most) {
        found.addAll(pieces);
      }
    }
    found.add(end);
    long[] all = found.stream().mapToLong(Integer::longValue).toArray();
    return new Pieces(all, words == 0 ? 1 : (double) unknownWords / words);
  }

  private List<Integer> pieces(String word) {
    var pieces = new ArrayList<Integer>();
    int from = 0;
    while (from < word.length()) {
      int to = word.length();
      Integer id = null;
      for (; to > from && id == null; to--) {
        id = ids.get((from == 0 ? "" : INNER) + word.substring(from, to));
      }
      if (id == null || word.length() > LONGEST_WORD) {
        return List.of(unknown);
      }
      pieces.add(id);
      from = to + 1;
    }
    return pieces;
  }

  /** Signs stand alone, and so does each Chinese character; marks of letters are left out. */
  private static List<String> words(String text) {
    var plain = Normalizer.normalize(text.toLowerCase(Locale.ROOT), Normalizer.Form.NFD);
    var words = new ArrayList<String>();
    var word = new StringBuilder();
    plain
        .codePoints()
        .filter(letter -> Character.getType(letter) != Character.NON_SPACING_MARK)
        .forEach(
            letter -> {
              boolean space = Character.isWhitespace(letter) || Character.isISOControl(letter);
              boolean alone = isSign(letter) || Character.isIdeographic(letter);
              if (space || alone) {
                flush(word, words);
              }
              if (!space) {
                word.appendCodePoint(letter);
              }
              if (alone) {
                flush(word, words);
              }
            });
    flush(word, words);
    return words;
  }

  private static void flush(StringBuilder word, List<String> words) {
    if (!word.isEmpty()) {
      words.add(word.toString());
      word.setLength(0);
    }
  }

  private static boolean isSign(int letter) {
    boolean ascii = letter > ' ' && letter < 127 && !Character.isLetterOrDigit(letter);
    return ascii
        || switch (Character.getType(letter)) {
          case Character.CONNECTOR_PUNCTUATION,
              Character.DASH_PUNCTUATION,
              Character.START_PUNCTUATION,
              Character.END_PUNCTUATION,
              Character.INITIAL_QUOTE_PUNCTUATION,
              Character.FINAL_QUOTE_PUNCTUATION,
              Character.OTHER_PUNCTUATION ->
              true;
          default -> false;
        };
  }
}
