package sml.gateway.intake;

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
import sml.gateway.chat.Category;
import sml.gateway.intake.Prompts.Labelled;

/**
 * Trains the weights from the training half and the frames: logistic regression by AdaGrad,
 * averaged, then one byte per weight. Run it after the tests are compiled; it writes into
 * src/main/resources. With the argument "check" it writes nothing and prints the accuracy of a
 * cross validation over the training half.
 */
final class CategoryTrainer {
  private static final Path WEIGHTS = Path.of("src/main/resources" + WeightTable.RESOURCE);
  private static final int CATEGORIES = WeightTable.CATEGORIES.length;
  private static final int ROUNDS = 8;
  private static final float RATE = 0.15f;
  private static final float DECAY = 4e-6f;
  private static final float SURE = 0.95f;

  /** Models of other orders and fillings, of which the weights are the mean. */
  private static final int MODELS = 4;

  /** Smaller weights are left out, so that the file stays below 1 MB. */
  private static final int SMALLEST = 2;

  /** A row that fewer examples have stays zero. */
  private static final int LEAST = 3;

  /** Neighbours in the file are often alike, so blocks of lines are held out, not single ones. */
  private static final int FOLDS = 5;

  private static final int BLOCK = 10;

  private record Example(int[] rows, int edges, int column) {}

  private final Random random;
  private final float[] weights = new float[PromptFeatures.ROWS * CATEGORIES];
  private final float[] steepness = new float[PromptFeatures.ROWS * CATEGORIES];
  private final float[] bias = new float[CATEGORIES];

  private CategoryTrainer(long seed) {
    random = new Random(seed);
  }

  public static void main(String[] arguments) throws IOException {
    if (arguments.length > 0) {
      check();
      return;
    }
    trained(Prompts.read(Prompts.TRAINING)).write();
    System.out.println("Wrote " + WEIGHTS + ", " + Files.size(WEIGHTS) + " bytes");
  }

  private static void check() throws IOException {
    List<Labelled> prompts = Prompts.read(Prompts.TRAINING);
    int[][] right = new int[2][CATEGORIES];
    int[][] all = new int[2][CATEGORIES];
    for (int fold = 0; fold < FOLDS; fold++) {
      List<Labelled> kept = new ArrayList<>();
      List<Labelled> out = new ArrayList<>();
      for (int line = 0; line < prompts.size(); line++) {
        (line / BLOCK % FOLDS == fold ? out : kept).add(prompts.get(line));
      }
      CategoryTrainer trainer = trained(kept);
      for (Labelled prompt : out) {
        int language = prompt.thai() ? 1 : 0;
        Example example = example(prompt.category(), prompt.text());
        Category found = WeightTable.CATEGORIES[trainer.best(example)];
        if (found == Category.GENERAL && AnswerLanguage.hasThai(prompt.text())) {
          found = Category.THAI;
        }
        all[language][example.column]++;
        right[language][example.column] += found == prompt.category() ? 1 : 0;
      }
    }
    for (int column = 0; column < CATEGORIES; column++) {
      System.out.printf(
          "%-15s en %d of %d, th %d of %d%n",
          WeightTable.CATEGORIES[column],
          right[0][column],
          all[0][column],
          right[1][column],
          all[1][column]);
    }
    System.out.printf(
        "All             en %.3f, th %.3f%n",
        Arrays.stream(right[0]).sum() / (double) Arrays.stream(all[0]).sum(),
        Arrays.stream(right[1]).sum() / (double) Arrays.stream(all[1]).sum());
  }

  private static CategoryTrainer trained(List<Labelled> prompts) throws IOException {
    CategoryTrainer mean = new CategoryTrainer(0);
    for (int seed = 1; seed <= MODELS; seed++) {
      CategoryTrainer trainer = new CategoryTrainer(seed);
      trainer.train(trainer.examples(prompts));
      add(trainer.weights, mean.weights);
      add(trainer.bias, mean.bias);
    }
    return mean;
  }

  private static void add(float[] values, float[] sums) {
    for (int cell = 0; cell < sums.length; cell++) {
      sums[cell] += values[cell] / MODELS;
    }
  }

  private List<Example> examples(List<Labelled> prompts) throws IOException {
    List<Example> examples = new ArrayList<>();
    for (Labelled prompt : prompts) {
      examples.add(example(prompt.category(), prompt.text()));
      examples.add(example(prompt.category(), casual(prompt.text())));
    }
    for (Labelled filled : new PromptFrames(random).fill()) {
      examples.add(example(filled.category(), filled.text()));
    }
    return examples;
  }

  private static Example example(Category category, String text) {
    PromptFeatures promptFeatures = PromptFeatures.of(text.replace("\\n", "\n"));
    int[] rows = new int[promptFeatures.size()];
    for (int index = 0; index < rows.length; index++) {
      rows[index] = promptFeatures.row(index);
    }
    return new Example(
        rows, promptFeatures.edges(), Arrays.asList(WeightTable.CATEGORIES).indexOf(category));
  }

  /** As it is typed in a hurry. */
  private static String casual(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[?.!]$", "").replace("ครับ", "");
  }

  /** The weights are the mean of those after each round of the second half. */
  private void train(List<Example> examples) {
    List<Example> pruned = pruned(examples);
    float[] sums = new float[weights.length];
    for (int round = 0; round < ROUNDS; round++) {
      Collections.shuffle(pruned, random);
      for (Example example : pruned) {
        step(example);
      }
      for (int cell = 0; round >= ROUNDS / 2 && cell < sums.length; cell++) {
        sums[cell] += weights[cell];
      }
    }
    for (int cell = 0; cell < sums.length; cell++) {
      weights[cell] = sums[cell] / (ROUNDS - ROUNDS / 2);
    }
  }

  private static List<Example> pruned(List<Example> examples) {
    int[] counts = new int[PromptFeatures.ROWS];
    for (Example example : examples) {
      for (int row : example.rows) {
        counts[row]++;
      }
    }
    List<Example> pruned = new ArrayList<>();
    for (Example example : examples) {
      int[] rows = new int[example.rows.length];
      int size = 0;
      int edges = 0;
      for (int index = 0; index < rows.length; index++) {
        if (counts[example.rows[index]] >= LEAST) {
          edges += index < example.edges ? 1 : 0;
          rows[size++] = example.rows[index];
        }
      }
      pruned.add(new Example(Arrays.copyOf(rows, size), edges, example.column));
    }
    return pruned;
  }

  private void step(Example example) {
    float norm = norm(example);
    float[] shares = shares(example, norm);
    for (int column = 0; column < CATEGORIES; column++) {
      shares[column] -= column == example.column ? SURE : (1 - SURE) / (CATEGORIES - 1);
      bias[column] -= 0.002f * shares[column];
    }
    for (int index = 0; index < example.rows.length; index++) {
      int cell = example.rows[index] * CATEGORIES;
      float value = (index < example.edges ? 1 : WeightTable.MIDDLE) / norm;
      for (int column = 0; column < CATEGORIES; column++) {
        float slope = shares[column] * value + DECAY * weights[cell + column];
        steepness[cell + column] += slope * slope;
        weights[cell + column] -=
            RATE * slope / (float) Math.sqrt(steepness[cell + column] + 1e-4f);
      }
    }
  }

  private static float norm(Example example) {
    int middle = example.rows.length - example.edges;
    return (float)
        Math.sqrt(Math.max(1, example.edges + WeightTable.MIDDLE * WeightTable.MIDDLE * middle));
  }

  private int best(Example example) {
    float[] shares = shares(example, norm(example));
    int best = 0;
    for (int column = 1; column < CATEGORIES; column++) {
      best = shares[column] > shares[best] ? column : best;
    }
    return best;
  }

  private float[] shares(Example example, float norm) {
    float[] scores = new float[CATEGORIES];
    for (int index = 0; index < example.rows.length; index++) {
      float value = (index < example.edges ? 1 : WeightTable.MIDDLE) / norm;
      int cell = example.rows[index] * CATEGORIES;
      for (int column = 0; column < CATEGORIES; column++) {
        scores[column] += value * weights[cell + column];
      }
    }
    float sum = 0;
    for (int column = 0; column < CATEGORIES; column++) {
      scores[column] = (float) Math.exp(Math.min(60, scores[column] + bias[column]));
      sum += scores[column];
    }
    for (int column = 0; column < CATEGORIES; column++) {
      scores[column] /= sum;
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
      int weight = Math.round(weights[cell] / scale);
      table[cell] = (byte) (Math.abs(weight) < SMALLEST ? 0 : weight);
    }
    Files.createDirectories(WEIGHTS.getParent());
    try (OutputStream file = Files.newOutputStream(WEIGHTS)) {
      WeightTable.write(file, Prompts.fingerprint(), scale, bias, table);
    }
  }
}
