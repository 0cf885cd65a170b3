package sml.gateway.school.questions;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sml.gateway.json.ProgramFile;

/**
 * Writes Latin and Thai as outlines that ship with the program: a JDK on a slim machine has no
 * fonts. Places Thai marks as a font would: a tone mark stands higher over a vowel, marks over a
 * consonant with a tall tail stand further left.
 */
final class Lettering {
  private static final double EM = 600;
  private static final String TALL = "ปฝฟฬ";
  private static final String UPPER_VOWELS = "ัิีึื็";
  private static final String TONES = "่้๊๋์";
  private static final double HIGHER = -130;
  private static final double LEFTER = -75;
  private static final Pattern STEP = Pattern.compile("([MLQCZ])([-\\d,]*)");

  private final Map<Character, Glyph> glyphs = new HashMap<>();

  private record Glyph(double advance, Path2D outline) {}

  Lettering() {
    new ProgramFile("exams/glyphs.txt")
        .text()
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split(" ", 3))
        .forEach(
            parts ->
                glyphs.put(
                    parts[0].charAt(0), new Glyph(Double.parseDouble(parts[1]), path(parts[2]))));
  }

  /**
   * The text as a shape.
   *
   * @param x where it begins
   * @param y of its baseline
   * @param size of an em, in pixels
   */
  Path2D shape(String text, double x, double y, double size) {
    var whole = new Path2D.Double(Path2D.WIND_NON_ZERO);
    double scale = size / EM;
    double pen = 0;
    char base = ' ';
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      Glyph glyph = glyph(letter);
      boolean mark = glyph.advance == 0;
      double left = mark && TALL.indexOf(base) >= 0 ? LEFTER : 0;
      double up = overVowel(text, i) ? HIGHER : 0;
      var place = new AffineTransform(scale, 0, 0, scale, x + (pen + left) * scale, y + up * scale);
      whole.append(glyph.outline.getPathIterator(place), false);
      pen += glyph.advance;
      base = mark ? base : letter;
    }
    return whole;
  }

  /** How far a text reaches, in pixels. */
  double width(String text, double size) {
    return text.chars().mapToDouble(c -> glyph((char) c).advance).sum() * size / EM;
  }

  private static boolean overVowel(String text, int at) {
    return TONES.indexOf(text.charAt(at)) >= 0
        && (at > 0 && UPPER_VOWELS.indexOf(text.charAt(at - 1)) >= 0
            || at + 1 < text.length() && text.charAt(at + 1) == 'ำ');
  }

  private Glyph glyph(char letter) {
    Glyph glyph = letter == ' ' ? new Glyph(EM / 4, new Path2D.Double()) : glyphs.get(letter);
    if (glyph == null) {
      throw new IllegalArgumentException("no letter `" + letter + "` for pictures");
    }
    return glyph;
  }

  private static Path2D path(String steps) {
    var path = new Path2D.Double(Path2D.WIND_NON_ZERO);
    Matcher step = STEP.matcher(steps);
    while (step.find()) {
      double[] at = numbers(step.group(2));
      switch (step.group(1)) {
        case "M" -> path.moveTo(at[0], at[1]);
        case "L" -> path.lineTo(at[0], at[1]);
        case "Q" -> path.quadTo(at[0], at[1], at[2], at[3]);
        case "C" -> path.curveTo(at[0], at[1], at[2], at[3], at[4], at[5]);
        default -> path.closePath();
      }
    }
    return path;
  }

  private static double[] numbers(String list) {
    return list.isEmpty()
        ? new double[0]
        : Pattern.compile(",").splitAsStream(list).mapToDouble(Double::parseDouble).toArray();
  }
}
