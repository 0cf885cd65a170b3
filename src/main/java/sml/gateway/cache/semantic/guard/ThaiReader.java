package sml.gateway.cache.semantic.guard;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** Reads a Thai question as the words that count, in an order of its own. */
final class ThaiReader {
  private static final String HAVE = "มี";
  private static final String WHAT = "อะไร";
  private static final String HOW_MANY = "กี่";

  /** Such an end hides the end of the word before it from the dictionary. */
  private static final Pattern POLITE_END =
      Pattern.compile("(?<=.)(อ่ะ)?\\s?(นะ)?(ครับผม|ครับ|คับ|ค่ะ|คะ|จ้า|จ้ะ)$");

  private final Lexicon lexicon;
  private final Phrases phrases;

  ThaiReader(Lexicon lexicon) {
    this.lexicon = lexicon;
    this.phrases = new Phrases(lexicon);
  }

  List<Token> read(String text) {
    var all = lexicon.tokenizer().tokens(POLITE_END.matcher(text).replaceFirst("")).stream();
    var tokens = all.filter(word -> !word.text().equals(Tokenizer.COMMA)).toList();
    if (tokens.isEmpty()) {
      return tokens;
    }
    var words = phrases.withoutStart("start", tokens);
    boolean requested = words.size() < tokens.size();
    words = phrases.withoutEnd("end", words);
    var opened = phrases.opened("opening", words);
    if (requested || opened.size() != words.size()) {
      opened = phrases.withoutEnd("end", phrases.withoutEnd("asked", opened));
    }
    words = opened;
    words = phrases.read(words, "same", "number", "kept");
    return markersFirst(owned(counted(words)));
  }

  private List<Token> counted(List<Token> words) {
    boolean how = words.stream().anyMatch(word -> word.text().equals("how:"));
    boolean most = words.stream().anyMatch(word -> word.text().equals("ที่สุด"));
    boolean why = words.stream().anyMatch(word -> word.text().equals("why:"));
    var counted = new ArrayList<Token>();
    for (var word : words) {
      var text = word.text();
      boolean dropped =
          lexicon.has("drop", text)
              || how && lexicon.has("dropped how", text)
              || why && lexicon.has("dropped why", text)
              || most && lexicon.has("dropped most", text);
      if (word.quoted() || !dropped) {
        counted.add(word);
      }
    }
    return counted.isEmpty() ? words : counted;
  }

  /** "A has which B" and "how many B has A" are read as "B of A". */
  private static List<Token> owned(List<Token> words) {
    var texts = words.stream().map(Token::text).toList();
    int have = texts.indexOf(HAVE);
    int many = texts.indexOf(HOW_MANY);
    if (have <= 0 || have != texts.lastIndexOf(HAVE)) {
      return words;
    }
    var read = new ArrayList<Token>();
    if (texts.getLast().equals(WHAT) && have < words.size() - 2) {
      read.add(Token.of("list:"));
      read.addAll(words.subList(have + 1, words.size() - 1));
      read.addAll(words.subList(0, have));
    } else if (many > have) {
      read.addAll(words.subList(have + 1, many));
      read.addAll(words.subList(0, have));
      read.addAll(words.subList(many, words.size()));
    } else {
      return words;
    }
    return read;
  }

  /** Words that ask how, why, where, when or whether stand anywhere; here they stand first. */
  private List<Token> markersFirst(List<Token> words) {
    var read = new ArrayList<Token>();
    words.stream()
        .filter(word -> lexicon.has("moved", word.text()))
        .distinct()
        .sorted(Comparator.comparing(Token::text))
        .forEach(read::add);
    words.stream().filter(word -> !lexicon.has("moved", word.text())).forEach(read::add);
    return read;
  }
}
