package sml.gateway.cache.semantic.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads an English question as the words that count, in an order of its own. */
final class EnglishReader {
  private static final int LONGEST_FRONT = 6;
  private static final int SHORTEST_PLURAL = 4;
  private static final int SHORT_STEM = 6;

  /** What is done, or what it is done to; "what" is what does it. */
  private static final String OBJECT = "object:";

  /** Before these "do" and "are" are left out. */
  private static final Set<String> WITHOUT_VERB = Set.of("why", "when", "where", "how");

  private static final Set<String> MEANING = Set.of("mean", "signify");

  private final Lexicon lexicon;
  private final Phrases phrases;
  private final EnglishForms forms = new EnglishForms();

  EnglishReader(Lexicon lexicon) {
    this.lexicon = lexicon;
    this.phrases = new Phrases(lexicon);
  }

  List<Token> read(String text) {
    var words = lexicon.tokenizer().tokens(text);
    if (words.isEmpty()) {
      return words;
    }
    words = phrases.withoutEnd("end", started(words));
    if (lexicon.has("request", words.getFirst().text())) {
      words = phrases.withoutEnd("asked", words);
    }
    var asked = withoutCommas(started(frontLast(words)));
    boolean beings = asked.stream().anyMatch(word -> word.text().equals("are"));
    words = phrases.read(ownerLast(opened(forms.read(asked))), "same", "number");
    return askingFirst(dayBeforeMonth(counted(words, beings)));
  }

  /** Without greetings, and without what only asks for an answer. */
  private List<Token> started(List<Token> words) {
    var polite = phrases.withoutStart("start", words);
    var left = phrases.openedBefore("told", "telling", polite);
    for (int length = Math.min(LONGEST_FRONT, left.size() - 2); length > 0; length--) {
      var beginning = left.subList(0, length);
      var next = left.get(length).text();
      boolean comma = next.equals(Tokenizer.COMMA);
      boolean greeting =
          (comma || lexicon.has("question", next)) && phrases.is("greeting", beginning);
      if (greeting || lexicon.has("request", next) && phrases.is("courtesy", beginning)) {
        return started(left.subList(comma ? length + 1 : length, left.size()));
      }
    }
    return left;
  }

  /** "What is" asks for what something is, but not in "what is it made of". */
  private List<Token> opened(List<Token> words) {
    var opened = phrases.opened("opening", words);
    if (words.getFirst().text().equals("what")) {
      boolean open = lexicon.has("direction", words.getLast().text());
      if (open && opened.size() == words.size() - 2) {
        opened = new ArrayList<>(opened);
        opened.addFirst(Token.of(OBJECT));
      } else if (MEANING.contains(opened.getLast().text()) && opened.size() > 2) {
        return opened.subList(1, opened.size() - 1);
      }
    }
    return opened;
  }

  /**
   * @param beings whether "are" stood in it: "why are women cooks" is no "why do women cook"
   */
  private List<Token> counted(List<Token> words, boolean beings) {
    var counted = new ArrayList<Token>();
    boolean plural = beings && WITHOUT_VERB.contains(words.getFirst().text());
    for (int at = 0; at < words.size(); at++) {
      var word = words.get(at);
      if (word.quoted() || plural && at == words.size() - 1) {
        counted.add(word);
      } else if (!isDropped(words, at)) {
        counted.add(Token.of(isOne(words, at) ? "a" : american(singular(word.text()))));
      }
    }
    return counted.isEmpty() ? words : counted;
  }

  private boolean isDropped(List<Token> words, int at) {
    var text = words.get(at).text();
    boolean last = at == words.size() - 1;
    if (isArticle(text)) {
      return !(last && text.equals("a")) && !isOne(words, at);
    }
    if (lexicon.has("limiting", text)) {
      boolean adjective = at > 0 && (isArticle(words.get(at - 1).text()) || isThe(words, at - 1));
      return !last && !adjective && !words.get(at + 1).isNumber();
    }
    boolean how = words.getFirst().text().equals("how");
    return lexicon.has("drop", text) || how && text.equals("my");
  }

  private static boolean isThe(List<Token> words, int at) {
    return words.get(at).text().equals("the");
  }

  private static boolean isArticle(String text) {
    return text.equals("a") || text.equals("an");
  }

  /** "Name a planet" wants one, "name planets" several; so does "a good book", for an opinion. */
  private boolean isOne(List<Token> words, int at) {
    if (!isArticle(words.get(at).text()) || at == words.size() - 1) {
      return false;
    }
    return at == 0
        ? lexicon.has("opinion", words.get(1).text())
        : at == 1 && lexicon.has("one of", words.getFirst().text());
  }

  /** One of the two spellings of "organise". */
  private static String american(String word) {
    return word.length() > SHORT_STEM
        ? word.replaceFirst("([iy])s(e|ed|es|er|ing|ation)$", "$1z$2")
        : word;
  }

  private static List<Token> withoutCommas(List<Token> words) {
    return words.stream().filter(word -> !word.text().equals(Tokenizer.COMMA)).toList();
  }

  /** "In Python, how do I sort" is read as "how do I sort in Python". */
  private List<Token> frontLast(List<Token> words) {
    if (!lexicon.has("front", words.getFirst().text())) {
      return words;
    }
    for (int at = 2; at < Math.min(words.size() - 1, LONGEST_FRONT); at++) {
      boolean comma = words.get(at).text().equals(Tokenizer.COMMA);
      if (comma || lexicon.has("question", words.get(at).text()) && at > 1) {
        var read = new ArrayList<>(words.subList(comma ? at + 1 : at, words.size()));
        read.addAll(words.subList(0, at));
        return read;
      }
    }
    return words;
  }

  /** "Canada's population" is read as "population of Canada". */
  private List<Token> ownerLast(List<Token> words) {
    for (int at = 1; at < words.size() - 1; at++) {
      if (words.get(at).text().equals("'s")) {
        int owner = at - 1;
        while (owner > 0 && !isSmall(words.get(owner - 1)) && !isRequest(words, owner - 1)) {
          owner--;
        }
        int end = at + 1;
        while (end < words.size() && !isSmall(words.get(end))) {
          end++;
        }
        var read = new ArrayList<>(words.subList(0, owner));
        read.addAll(words.subList(at + 1, end));
        read.add(Token.of("of"));
        read.addAll(words.subList(owner, at));
        read.addAll(words.subList(end, words.size()));
        return read;
      }
    }
    return words;
  }

  private boolean isRequest(List<Token> words, int at) {
    return at == 0 && lexicon.has("request", words.getFirst().text());
  }

  private boolean isSmall(Token word) {
    var text = word.text();
    return lexicon.has("drop", text)
        || lexicon.has("question", text)
        || lexicon.has("direction", text)
        || text.endsWith(":");
  }

  private static List<Token> dayBeforeMonth(List<Token> words) {
    var read = new ArrayList<>(words);
    for (int at = 1; at < read.size(); at++) {
      if (read.get(at).isNumber() && Months.has(read.get(at - 1).text())) {
        read.add(at - 1, read.remove(at));
      }
    }
    return read;
  }

  /** "HTTP stands for what" is read as "what HTTP stands for". */
  private List<Token> askingFirst(List<Token> words) {
    boolean asksLast =
        words.size() > 1
            && lexicon.has("question", words.getLast().text())
            && !lexicon.has("question", words.getFirst().text());
    if (!asksLast) {
      return words;
    }
    var read = new ArrayList<Token>();
    boolean object = words.getLast().text().equals("what");
    read.add(object ? Token.of(OBJECT) : words.getLast());
    read.addAll(words.subList(0, words.size() - 1));
    return read;
  }

  private String singular(String word) {
    if (word.length() < SHORTEST_PLURAL
        || !word.endsWith("s")
        || word.endsWith("ss")
        || word.endsWith("us")
        || word.endsWith("is")
        || lexicon.has("plural", word)) {
      return word;
    }
    if (word.endsWith("ies") && word.length() > SHORTEST_PLURAL) {
      return word.substring(0, word.length() - 3) + "y";
    }
    boolean hissing =
        word.endsWith("xes")
            || word.endsWith("ches")
            || word.endsWith("shes")
            || word.endsWith("sses")
            || word.endsWith("oes");
    return word.substring(0, word.length() - (hissing ? 2 : 1));
  }
}
