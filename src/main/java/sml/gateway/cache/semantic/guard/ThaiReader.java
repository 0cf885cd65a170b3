package sml.gateway.cache.semantic.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads a Thai question as the words that count, in an order of its own. */
final class ThaiReader {
  private static final String HAVE = "มี";
  private static final String WHAT = "อะไร";
  private static final String HOW_MANY = "กี่";

  /** Such an end hides the end of the word before it from the dictionary. */
  private static final Pattern POLITE_END =
      Pattern.compile(
          "(?<=.)(?<!(?:ว่า|กับ|และ|หรือ|คำ|ใช้|เขียน|พูด|สะกด) ?)(อ่ะ)?\\s?"
              + "(?:(?:ให้)?หน่อย)?(นะ)?(ครับผม|ครับ|คับ|ค่ะ|คะ|จ้า|จ้ะ|(?<=หน่อย)|(?<=ให้)ที)$");

  /** An unknown word before one of these would take it in. */
  private static final Pattern MARKER =
      Pattern.compile("อย่างไร|ยังไง|ทำไม|เท่าไหร่|เท่าไร|เมื่อไหร่|เมื่อไร|ที่ไหน|คืออะไร");

  private static final String WHO = "ใคร";
  private static final String MAKER = "ผู้";
  private static final String DIFFERENT = "ต่าง";
  private static final String THAT = "ว่า";
  private static final String AND = "กับ";

  private final Lexicon lexicon;
  private final Phrases phrases;

  ThaiReader(Lexicon lexicon) {
    this.lexicon = lexicon;
    this.phrases = new Phrases(lexicon);
  }

  List<Token> read(String text) {
    var plain = MARKER.matcher(POLITE_END.matcher(text).replaceFirst("")).replaceAll(" $0 ");
    var all = lexicon.tokenizer().tokens(plain).stream();
    var tokens = all.filter(word -> !word.text().equals(Tokenizer.COMMA)).toList();
    if (tokens.isEmpty()) {
      return tokens;
    }
    boolean greeting = lexicon.has("greeting", tokens.getFirst().text());
    boolean mentioned =
        greeting && tokens.stream().limit(3).anyMatch(word -> lexicon.has("of words", word.text()));
    var words = mentioned ? tokens : started(tokens);
    boolean requested = words.size() < tokens.size();
    words = phrases.withoutEnd("end", words);
    var opened = phrases.opened("opening", words);
    if (requested || opened.size() != words.size()) {
      opened = phrases.withoutEnd("end", phrases.withoutEnd("asked", opened));
    }
    words = opened;
    words = phrases.read(words, "same", "number", "kept");
    return markersFirst(compared(whoFirst(owned(counted(words)))));
  }

  private List<Token> started(List<Token> tokens) {
    var left = phrases.withoutStart("start", tokens);
    while (left.size() < tokens.size()
        && left.size() > 1
        && lexicon.has("particle", left.getFirst().text())) {
      left = phrases.withoutStart("start", left.subList(1, left.size()));
    }
    return left;
  }

  /** "A is different from B" and "the difference of A and B" are read alike. */
  private static List<Token> compared(List<Token> words) {
    var texts = words.stream().map(Token::text).toList();
    int different = texts.indexOf(DIFFERENT);
    if (different < 0 || !(texts.contains(AND) || texts.indexOf("จาก") == different + 1)) {
      return words;
    }
    var read = new ArrayList<Token>();
    read.add(Token.of(DIFFERENT));
    for (int at = 0; at < words.size(); at++) {
      var text = texts.get(at);
      if (text.equals("จาก") && at == different + 1) {
        read.add(Token.of(AND));
      } else if (at != different && !text.equals("how:") && !text.equals("ระหว่าง")) {
        read.add(words.get(at));
      }
    }
    return read;
  }

  /** "Who wrote A", "the writer of A is who" and "A who wrote" are read alike. */
  private List<Token> whoFirst(List<Token> words) {
    int size = words.size();
    if (size < 3) {
      return words;
    }
    var read = new ArrayList<Token>();
    read.add(Token.of(WHO));
    var first = words.getFirst().text();
    if (first.startsWith(MAKER) && words.getLast().text().equals(WHO)) {
      boolean joined = first.length() > MAKER.length();
      var verb = joined ? first.substring(MAKER.length()) : words.get(1).text();
      read.add(Token.of(verb));
      read.addAll(words.subList(joined ? 1 : 2, size - 1));
      return lexicon.has("making", verb) ? read : words;
    }
    boolean last =
        words.get(size - 2).text().equals(WHO) && lexicon.has("making", words.getLast().text());
    if (last) {
      read.add(words.getLast());
      read.addAll(words.subList(0, size - 2));
    }
    return last ? read : words;
  }

  private List<Token> counted(List<Token> words) {
    var counted = new ArrayList<Token>();
    for (int at = 0; at < words.size(); at++) {
      var word = words.get(at);
      boolean begun = counted.stream().anyMatch(before -> !lexicon.has("moved", before.text()));
      if (word.quoted() || !isDropped(words, at, begun)) {
        counted.add(word);
      }
    }
    return counted.isEmpty() ? words : counted;
  }

  /**
   * @param begun whether a word that counts stands before it
   */
  private boolean isDropped(List<Token> words, int at, boolean begun) {
    var text = words.get(at).text();
    var before = at == 0 ? "" : words.get(at - 1).text();
    var after = at == words.size() - 1 ? "" : words.get(at + 1).text();
    if (lexicon.has("particle", text)) {
      int from = at;
      while (from > 0 && lexicon.has("particle", words.get(from - 1).text())) {
        from--;
      }
      return from > 0
          && !lexicon.has("mention", words.get(from - 1).text())
          && !lexicon.has("mention", after);
    }
    if (lexicon.has("noun too", text)) {
      return !lexicon.has("with things", before);
    }
    return lexicon.has("drop", text)
        || has(words, "how:") && lexicon.has("dropped how", text)
        || has(words, "how:") && !begun && lexicon.has("dropped how first", text)
        || has(words, "why:") && lexicon.has("dropped why", text)
        || has(words, "ที่สุด") && lexicon.has("dropped most", text);
  }

  private static boolean has(List<Token> words, String text) {
    return words.stream().anyMatch(word -> word.text().equals(text));
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

  /**
   * A word that asks how, why, where, when or whether stands anywhere; here it stands first. Of
   * several, or before or in a clause with "that", each belongs to its own part and stays.
   */
  private List<Token> markersFirst(List<Token> words) {
    var markers =
        words.stream().filter(word -> lexicon.has("moved", word.text())).distinct().toList();
    if (markers.size() != 1 || has(words, THAT)) {
      return words;
    }
    var read = new ArrayList<>(markers);
    words.stream().filter(word -> !lexicon.has("moved", word.text())).forEach(read::add);
    return read;
  }
}
