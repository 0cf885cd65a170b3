package sml.gateway.intake;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The distinct rows of the weight table that a prompt touches: hashed words, word pairs and letter
 * n-grams, Thai n-grams and structural signs. Rows of the edges (first and last characters, last
 * question) come first, because that is where people say what they want.
 */
final class PromptFeatures {
  private static final int BITS = 18;
  static final int ROWS = 1 << BITS;
  private static final int HEAD = 800;
  private static final int TAIL = 640;
  private static final int EDGE = 100;
  private static final int LONGEST_THAI_GRAM = 4;

  /** Words and Thai letters so near to an end of the prompt are rows of their own, too. */
  private static final int ZONE = 60;

  private static final int THAI_ZONE = 16;
  private static final int MIX = 0x9E3779B1;

  /** Close decisions use so many more rows. */
  private static final int STRONG = 12;

  private static final int JSON = hash("json");
  private static final int THAI = hash("thai");
  private static final int THAILAND = hash("thailand");

  private final String text;
  private final int end;
  private final long[] seen = new long[ROWS / 64];
  private final @Nullable FeatureSpans featureSpans;
  private int[] rows = new int[1024];
  private int size;
  private int edges;

  private PromptFeatures(String text, @Nullable FeatureSpans featureSpans) {
    this.text = text;
    this.end = text.stripTrailing().length();
    this.featureSpans = featureSpans;
  }

  static PromptFeatures of(String text) {
    return of(text, null);
  }

  /** With a record of which characters each row stands for. */
  static PromptFeatures of(String text, @Nullable FeatureSpans featureSpans) {
    PromptFeatures promptFeatures = new PromptFeatures(text, featureSpans);
    promptFeatures.collect();
    return promptFeatures;
  }

  int size() {
    return size;
  }

  /** How many of the rows belong to the edges. */
  int edges() {
    return edges;
  }

  int row(int index) {
    return rows[index];
  }

  private void collect() {
    int length = text.length();
    PromptShape promptShape = new PromptShape();
    if (length <= 2 * EDGE) {
      scan(0, length, promptShape);
      finishEdges(promptShape);
      return;
    }
    scan(0, EDGE, promptShape);
    scan(length - EDGE, length, promptShape);
    if (length <= HEAD + TAIL) {
      finishEdges(promptShape);
      scan(EDGE, length - EDGE, promptShape);
      return;
    }
    int question = text.lastIndexOf('?', length - TAIL);
    if (question >= HEAD) {
      int line = Math.max(question - EDGE / 2, text.lastIndexOf('\n', question) + 1);
      scan(Math.max(HEAD, line), question + 1, promptShape);
    }
    finishEdges(promptShape);
    scan(EDGE, HEAD, promptShape);
    scan(length - TAIL, length - EDGE, promptShape);
  }

  private void finishEdges(PromptShape promptShape) {
    for (int sign : promptShape.signs(text.length())) {
      add(mix(0x5157, sign), -1, sign);
    }
    for (int sign : PromptLayout.signs(text)) {
      add(mix(0x1A57, sign), -1, PromptShape.LAYOUT);
    }
    int object = text.indexOf(PromptLayout.OBJECT);
    if (object >= 0) {
      strong(0x7B22, object, object + PromptLayout.OBJECT.length());
    }
    edges = size;
  }

  /** One pass over a part of the text. */
  private void scan(int from, int to, PromptShape promptShape) {
    int previous = 0;
    int beforePrevious = 0;
    int at = from;
    int words = 0;
    while (at < to) {
      char c = text.charAt(at);
      if (isThai(c)) {
        int end = thaiRun(at, to, words == 0 && (from == 0 || c == '\n'));
        promptShape.thai += end - at;
        at = end;
        beforePrevious = 0;
        previous = 0x7A;
        words++;
      } else if (isWord(c)) {
        int start = at;
        int word = word(at, to);
        at = wordEnd;
        promptShape.latin += at - start;
        if (Character.isDigit(c)) {
          promptShape.numbers++;
        }
        pairs(beforePrevious, previous, word, start, at);
        if (from == 0 && words < 2) {
          add(mix(0x5E + words, word), start, at);
        }
        near(word, start, at, ZONE);
        beforePrevious = previous;
        previous = word;
        words++;
      } else {
        promptShape.mark(c);
        boolean ends = c == '\n' || c == '?' || c == '.';
        previous = ends ? 0 : previous;
        beforePrevious = ends ? 0 : beforePrevious;
        at++;
      }
    }
  }

  private void pairs(int beforePrevious, int previous, int word, int from, int to) {
    if (previous != 0) {
      add(mix(previous, word), from, to);
      if (beforePrevious != 0) {
        add(mix(mix(beforePrevious, previous), word), from, to);
      }
    }
  }

  private int wordEnd;

  /** Adds a word, its stem and its letter n-grams; numbers are one word by their length. */
  private int word(int start, int to) {
    int hash = 0x1234;
    int gram = 0;
    int at = start;
    while (at < to && isWord(text.charAt(at))) {
      int c = fold(text.charAt(at));
      hash = mix(hash, c);
      gram = (gram << 8) | (c & 0xFF);
      at++;
      if (at - start == 5) {
        add(hash ^ 0x55555, start, at);
      }
      if (at - start >= 4) {
        add(mix(0x4444, gram), at - 4, at);
      }
    }
    wordEnd = at;
    add(hash, start, at);
    if (hash == JSON || hash == THAI || hash == THAILAND) {
      strong(hash, start, at);
    }
    return hash;
  }

  private void near(int hash, int from, int to, int zone) {
    if (from < zone) {
      add(mix(0x7701, hash), from, to);
    } else if (from >= end - zone) {
      add(mix(0x7702, hash), from, to);
    }
  }

  private void strong(int hash, int from, int to) {
    for (int copy = 0; copy < STRONG; copy++) {
      add(mix(hash, copy), from, to);
    }
  }

  private static int hash(String word) {
    int hash = 0x1234;
    for (int at = 0; at < word.length(); at++) {
      hash = mix(hash, word.charAt(at));
    }
    return hash;
  }

  private int thaiRun(int start, int to, boolean first) {
    int stop = start;
    while (stop < to && isThai(text.charAt(stop))) {
      stop++;
    }
    for (int at = start; at < stop; at++) {
      int hash = 0x7EA1;
      int most = Math.min(stop, at + LONGEST_THAI_GRAM);
      for (int next = at; next < most; next++) {
        hash = mix(hash, text.charAt(next));
        if (next - at >= 2) {
          add(hash, at, next + 1);
        }
        if (next - at == LONGEST_THAI_GRAM - 1) {
          near(hash, at, next + 1, THAI_ZONE);
        }
      }
    }
    int hash = first ? 0x5EED : 0x5EEE;
    for (int at = start; at < Math.min(stop, start + 6); at++) {
      hash = mix(hash, text.charAt(at));
      if (at - start >= 2) {
        add(hash, start, at + 1);
      }
    }
    return stop;
  }

  private void add(int hash, int from, int to) {
    int row = (hash * 0x85EBCA6B) >>> (32 - BITS);
    long bit = 1L << row;
    if ((seen[row >>> 6] & bit) != 0) {
      return;
    }
    seen[row >>> 6] |= bit;
    if (size == rows.length) {
      rows = Arrays.copyOf(rows, size * 2);
    }
    if (featureSpans != null) {
      featureSpans.put(size, from, to);
    }
    rows[size++] = row;
  }

  private static int mix(int hash, int next) {
    int mixed = (hash ^ next) * MIX;
    return mixed ^ (mixed >>> 15);
  }

  private static int fold(char c) {
    if (c >= 'A' && c <= 'Z') {
      return c + 32;
    }
    return c >= '0' && c <= '9' ? '0' : c;
  }

  private static boolean isWord(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '\''
        || (c >= 0xC0 && !isThai(c) && Character.isLetter(c));
  }

  static boolean isThai(int c) {
    return c >= 0x0E01 && c <= 0x0E5B;
  }
}
