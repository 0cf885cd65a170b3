package sml.gateway.intake;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sml.gateway.chat.Category;
import sml.gateway.intake.Prompts.Labelled;

/** Word lists, and frames with slots that are filled by chance. */
final class PromptFrames {
  private static final int FILLINGS = 10;
  private static final Pattern SLOT = Pattern.compile("\\{(\\w+)}");

  private final Random random;
  private final List<String[]> lines;

  PromptFrames(Random random) throws IOException {
    this.random = random;
    lines = Files.readAllLines(Prompts.FRAMES).stream().map(line -> line.split("\t", 3)).toList();
  }

  /** Every phrase of the lists, and every frame with slots filled ten times. */
  List<Labelled> fill() {
    List<Labelled> filled = new ArrayList<>();
    for (String[] line : lines) {
      if (!line[0].startsWith("$")) {
        Category category = Category.valueOf(line[0].toUpperCase(Locale.ROOT));
        for (String text : texts(line)) {
          filled.add(new Labelled(category, line[1].equals("th"), text));
        }
      }
    }
    return filled;
  }

  /** Phrases of a list that begins with =, or a frame with its slots filled. */
  private List<String> texts(String[] line) {
    if (line[2].startsWith("=")) {
      return Arrays.asList(line[2].substring(1).split(","));
    }
    int fillings = line[2].contains("{") ? FILLINGS : 1;
    List<String> texts = new ArrayList<>();
    for (int filling = 0; filling < fillings; filling++) {
      texts.add(fill(line[2], line[1]));
    }
    return texts;
  }

  /** A frame with its slots filled; what is put in may have slots too. */
  private String fill(String frame, String language) {
    Matcher slot = SLOT.matcher(frame);
    StringBuilder filled = new StringBuilder();
    while (slot.find()) {
      String name = "$" + slot.group(1);
      List<String[]> values =
          lines.stream()
              .filter(line -> line[0].equals(name))
              .filter(line -> line[1].equals(language) || random.nextInt(6) == 0)
              .toList();
      String value = slot.group();
      if (!values.isEmpty()) {
        String[] line = values.get(random.nextInt(values.size()));
        value = fill(oneOf(line[2]), line[1]);
      }
      slot.appendReplacement(filled, Matcher.quoteReplacement(value));
    }
    slot.appendTail(filled);
    return filled.toString();
  }

  /** A list begins with = and is divided by bars, or by commas if it has none. */
  private String oneOf(String value) {
    if (!value.startsWith("=")) {
      return value;
    }
    String[] values = value.substring(1).split(value.indexOf('|') < 0 ? "," : "\\|");
    return values[random.nextInt(values.length)];
  }
}
