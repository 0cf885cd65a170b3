package sml.gateway.cache.semantic.guard;

/** The languages whose questions are compared; of any other too little is known. */
public enum Language {
  ENGLISH("english", " "),
  THAI("thai", ""),
  OTHER("", " ");

  private final String file;
  private final String joiner;

  Language(String file, String joiner) {
    this.file = file;
    this.joiner = joiner;
  }

  /** The name of its lexicon. */
  String file() {
    return file;
  }

  /** What stands between two words. */
  String joiner() {
    return joiner;
  }

  /** Thai as soon as one letter is Thai; other when a letter is neither Thai nor ASCII. */
  static Language ofLetters(String text) {
    boolean thai = false;
    for (int at = 0; at < text.length(); ) {
      int letter = text.codePointAt(at);
      if (Character.isLetter(letter)) {
        if (Character.UnicodeScript.of(letter) == Character.UnicodeScript.THAI) {
          thai = true;
        } else if (letter > 127) {
          return OTHER;
        }
      }
      at += Character.charCount(letter);
    }
    return thai ? THAI : ENGLISH;
  }
}
