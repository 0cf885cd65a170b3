package sml.gateway.intake;

import java.util.Arrays;

/** Structural signs of a prompt: its marks, numbers, lines, scripts and length, in coarse steps. */
final class PromptShape {
  private static final String[] NAMES = {
    "operators",
    "braces",
    "brackets",
    "parentheses",
    "quotes",
    "semicolons",
    "question marks",
    "colons",
    "commas",
    "lines",
    "code fence",
    "numbers",
    "thai letters",
    "latin letters",
    "length",
    "at signs",
    "slashes",
    "pipes"
  };
  private static final int STEPS = 16;

  /** Stands for every sign of the layout where signs are shown. */
  static final int LAYOUT = NAMES.length * STEPS;

  int thai;
  int latin;
  int numbers;
  private final int[] marks = new int[NAMES.length];

  void mark(char c) {
    int index =
        switch (c) {
          case '+', '*', '=', '<', '>', '^', '%', '×', '÷', '√' -> 0;
          case '{', '}' -> 1;
          case '[', ']' -> 2;
          case '(', ')' -> 3;
          case '"', '“', '”', '«', '»' -> 4;
          case ';' -> 5;
          case '?' -> 6;
          case ':' -> 7;
          case ',' -> 8;
          case '\n' -> 9;
          case '`' -> 10;
          case '@' -> 15;
          case '/', '\\' -> 16;
          case '|' -> 17;
          default -> -1;
        };
    if (index >= 0) {
      marks[index]++;
    }
  }

  /** Every sign with its step, as one number each. */
  int[] signs(int length) {
    int[] values = Arrays.copyOf(marks, marks.length);
    values[11] = numbers;
    values[12] = thai;
    values[13] = latin;
    values[14] = length;
    int[] signs = new int[values.length];
    for (int index = 0; index < values.length; index++) {
      signs[index] = index * STEPS + step(values[index]);
    }
    return signs;
  }

  static String name(int sign) {
    return sign == LAYOUT ? "layout" : NAMES[sign / STEPS] + " " + sign % STEPS;
  }

  /** 0, 1, 2, 3-4, 5-8, ... */
  private static int step(int value) {
    return value <= 2
        ? value
        : Math.min(STEPS - 1, 34 - Integer.numberOfLeadingZeros(value - 1) - 1);
  }
}
