package sml.gateway.intake.category;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sml.gateway.chat.Category;
import sml.gateway.intake.category.Prompts.Labelled;

/**
 * Trains the weights from the training half and the frames: logistic regression by AdaGrad, then
 * one byte per weight. Run it after the tests are compiled; it writes into src/main/resources.
 */
final class CategoryTrainer {
  private static final Path WEIGHTS = Path.of("src/main/resources" + Weights.RESOURCE);
  private static final int LANES = Weights.LANES.length;
  private static final int ROUNDS = 25;
  private static final int FILLINGS = 10;
  private static final float RATE = 0.15f;
  private static final float DECAY = 4e-6f;
  private static final Pattern SLOT = Pattern.compile("\\{(\\w+)}");

  private record Example(Features features, int lane) {}

  private final Random random = new Random(7);
  private final float[] weights = new float[Features.ROWS * LANES];
  private final float[] steepness = new float[Features.ROWS * LANES];
  private final float[] bias = new float[LANES];

  private CategoryTrainer() {}

  public static void main(String[] arguments) throws IOException {
    CategoryTrainer trainer = new CategoryTrainer();
    trainer.train(trainer.examples());
    trainer.write();
    System.out.println("Wrote " + WEIGHTS + ", " + Files.size(WEIGHTS) + " bytes");
  }

  private List<Example> examples() throws IOException {
    List<Example> examples = new ArrayList<>();
    for (Labelled prompt : Prompts.read(Prompts.TRAINING)) {
      Example example = example(prompt.category(), prompt.text());
      examples.add(example);
      examples.add(example);
      examples.add(example(prompt.category(), casual(prompt.text())));
    }
    List<String[]> lines =
        Files.readAllLines(Prompts.FRAMES).stream().map(line -> line.split("\t", 3)).toList();
    for (String[] line : lines) {
      if (!line[0].startsWith("$")) {
        Category category = Category.valueOf(line[0].toUpperCase(Locale.ROOT));
        for (String text : texts(line, lines)) {
          examples.add(example(category, text));
        }
      }
    }
    return examples;
  }

  /** Phrases of a list that begins with =, or a frame with its slots filled. */
  private List<String> texts(String[] line, List<String[]> lines) {
    if (line[2].startsWith("=")) {
      return Arrays.asList(line[2].substring(1).split(","));
    }
    int fillings = line[2].contains("{") ? FILLINGS : 2;
    List<String> texts = new ArrayList<>();
    for (int filling = 0; filling < fillings; filling++) {
      texts.add(fill(line[2], line[1], lines));
    }
    return texts;
  }

  private static Example example(Category category, String text) {
    return new Example(
        Features.of(text.replace("\\n", "\n")), Arrays.asList(Weights.LANES).indexOf(category));
  }

  /** As it is typed in a hurry. */
  private static String casual(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[?.!]$", "").replace("ครับ", "");
  }

  private String fill(String frame, String language, List<String[]> lines) {
    Matcher slot = SLOT.matcher(frame);
    StringBuilder filled = new StringBuilder();
    while (slot.find()) {
      String name = "$" + slot.group(1);
      List<String[]> values =
          lines.stream()
              .filter(line -> line[0].equals(name))
              .filter(line -> line[1].equals(language) || random.nextInt(6) == 0)
              .toList();
      String value = values.isEmpty() ? slot.group() : values.get(random.nextInt(values.size()))[2];
      slot.appendReplacement(filled, Matcher.quoteReplacement(value));
    }
    slot.appendTail(filled);
    return filled.toString();
  }

  private void train(List<Example> examples) {
    for (int round = 0; round < ROUNDS; round++) {
      Collections.shuffle(examples, random);
      for (Example example : examples) {
        step(example);
      }
    }
  }

  private void step(Example example) {
    Features features = example.features();
    float norm = Weights.norm(features);
    float[] shares = shares(features, norm);
    for (int lane = 0; lane < LANES; lane++) {
      float error = shares[lane] - (lane == example.lane() ? 0.95f : 0.005f);
      bias[lane] -= 0.002f * error;
      for (int index = 0; index < features.size(); index++) {
        int cell = features.row(index) * LANES + lane;
        float value = (index < features.edges() ? 1 : Weights.MIDDLE) / norm;
        float slope = error * value + DECAY * weights[cell];
        steepness[cell] += slope * slope;
        weights[cell] -= RATE * slope / (float) Math.sqrt(steepness[cell] + 1e-4f);
      }
    }
  }

  private float[] shares(Features features, float norm) {
    float[] scores = new float[LANES];
    for (int index = 0; index < features.size(); index++) {
      float value = (index < features.edges() ? 1 : Weights.MIDDLE) / norm;
      for (int lane = 0; lane < LANES; lane++) {
        scores[lane] += value * weights[features.row(index) * LANES + lane];
      }
    }
    float sum = 0;
    for (int lane = 0; lane < LANES; lane++) {
      scores[lane] = (float) Math.exp(Math.min(60, scores[lane] + bias[lane]));
      sum += scores[lane];
    }
    for (int lane = 0; lane < LANES; lane++) {
      scores[lane] /= sum;
    }
    return scores;
  }

  private void write() throws IOException {
    float largest = 0;
    for (float weight : weights) {
      largest = Math.max(largest, Math.abs(weight));
    }
    float scale = largest / 127;
    byte[] table = new byte[weights.length];
    for (int cell = 0; cell < table.length; cell++) {
      table[cell] = (byte) Math.round(weights[cell] / scale);
    }
    Files.createDirectories(WEIGHTS.getParent());
    try (OutputStream file = Files.newOutputStream(WEIGHTS)) {
      Weights.write(file, Prompts.fingerprint(), scale, bias, table);
    }
  }
}
