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
 * Trains the weights from the training half and the frames: logistic regression by AdaGrad with
 * dropout, then one byte per weight. Run it after the tests are compiled; it writes into
 * src/main/resources. With the argument "check" it writes nothing and tells the accuracy of a cross
 * validation over the training half.
 */
final class CategoryTrainer {
  private static final Path WEIGHTS = Path.of("src/main/resources" + Weights.RESOURCE);
  private static final int LANES = Weights.LANES.length;
  private static final int ROUNDS = Integer.getInteger("rounds", 12);
  private static final int FILLINGS = Integer.getInteger("fillings", 5);
  private static final float RATE = Float.parseFloat(System.getProperty("rate", "0.15"));
  private static final float DECAY = Float.parseFloat(System.getProperty("decay", "4e-6"));
  private static final float DROPPED = Float.parseFloat(System.getProperty("dropped", "0.3"));
  private static final float SURE = Float.parseFloat(System.getProperty("sure", "0.95"));
  private static final Pattern SLOT = Pattern.compile("\\{(\\w+)}");

  /** Neighbours in the file are often alike, so blocks of lines are held out, not single ones. */
  private static final int FOLDS = 5;

  private static final int BLOCK = 10;

  private record Example(int[] rows, int edges, int lane) {}

  private final Random random = new Random(7);
  private final float[] weights = new float[Features.ROWS * LANES];
  private final float[] steepness = new float[Features.ROWS * LANES];
  private final float[] bias = new float[LANES];

  private CategoryTrainer() {}

  public static void main(String[] arguments) throws IOException {
    if (arguments.length > 0) {
      check();
      return;
    }
    CategoryTrainer trainer = new CategoryTrainer();
    trainer.train(trainer.examples(Prompts.read(Prompts.TRAINING)));
    trainer.write();
    System.out.println("Wrote " + WEIGHTS + ", " + Files.size(WEIGHTS) + " bytes");
  }

  private static void check() throws IOException {
    List<Labelled> prompts = Prompts.read(Prompts.TRAINING);
    int[][] hits = new int[2][LANES];
    int[][] all = new int[2][LANES];
    int[][] confused = new int[LANES][LANES];
    int folds = Integer.getInteger("folds", FOLDS);
    for (int fold = 0; fold < folds; fold++) {
      List<Labelled> kept = new ArrayList<>();
      List<Labelled> out = new ArrayList<>();
      for (int line = 0; line < prompts.size(); line++) {
        (line / BLOCK % FOLDS == fold ? out : kept).add(prompts.get(line));
      }
      CategoryTrainer trainer = new CategoryTrainer();
      trainer.train(trainer.examples(kept));
      for (Labelled prompt : out) {
        int language = prompt.language().equals("th") ? 1 : 0;
        int lane = Arrays.asList(Weights.LANES).indexOf(prompt.category());
        Example example = example(prompt.category(), prompt.text());
        int found = trainer.best(example);
        if (Weights.LANES[found] == Category.GENERAL && AnswerLanguage.hasThai(prompt.text())) {
          found = 1;
        }
        all[language][lane]++;
        hits[language][lane] += found == lane ? 1 : 0;
        confused[lane][found]++;
        if (found != lane && Boolean.getBoolean("errors")) {
          System.out.println(
              prompt.category() + " as " + Weights.LANES[found] + ": " + prompt.text().replace("\n", "\\n"));
        }
      }
    }
    for (int lane = 0; lane < LANES; lane++) {
      System.out.printf(
          "%-15s en %.3f  th %.3f  %s%n",
          Weights.LANES[lane],
          hits[0][lane] / (double) all[0][lane],
          hits[1][lane] / (double) all[1][lane],
          Arrays.toString(confused[lane]));
    }
    System.out.printf(
        "all en %.4f th %.4f%n",
        Arrays.stream(hits[0]).sum() / (double) Arrays.stream(all[0]).sum(),
        Arrays.stream(hits[1]).sum() / (double) Arrays.stream(all[1]).sum());
  }

  private List<Example> examples(List<Labelled> prompts) throws IOException {
    List<Example> examples = new ArrayList<>();
    for (Labelled prompt : prompts) {
      examples.add(example(prompt.category(), prompt.text()));
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
    int fillings = line[2].contains("{") ? FILLINGS : 1;
    List<String> texts = new ArrayList<>();
    for (int filling = 0; filling < fillings; filling++) {
      texts.add(fill(line[2], line[1], lines));
    }
    return texts;
  }

  private static Example example(Category category, String text) {
    Features features = Features.of(text.replace("\\n", "\n"));
    int[] rows = new int[features.size()];
    for (int index = 0; index < rows.length; index++) {
      rows[index] = features.row(index);
    }
    return new Example(
        rows, features.edges(), Arrays.asList(Weights.LANES).indexOf(category));
  }

  /** As it is typed in a hurry. */
  private static String casual(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[?.!]$", "").replace("ครับ", "");
  }

  /** A frame with its slots filled; what is put in may have slots too. */
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
      String value = slot.group();
      if (!values.isEmpty()) {
        String[] line = values.get(random.nextInt(values.size()));
        value = fill(oneOf(line[2]), line[1], lines);
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

  private float[] idf;
  private void train(List<Example> found) {
    boolean average = Boolean.getBoolean("average");
    float[] sums = new float[average ? weights.length : 0];
    int averaged = 0;
    float power = Float.parseFloat(System.getProperty("idf", "0"));
    idf = new float[Features.ROWS];
    {
      int[] c = new int[Features.ROWS];
      for (Example example : found) for (int row : example.rows) c[row]++;
      for (int row = 0; row < idf.length; row++) idf[row] = (float) Math.pow(Math.log((found.size() + 1.0) / (c[row] + 1)) / 5, power);
    }
    int least = Integer.getInteger("least", 1);
    int[] counts = new int[Features.ROWS];
    for (Example example : found) {
      for (int row : example.rows) {
        counts[row]++;
      }
    }
    if (Boolean.getBoolean("stats")) {
      System.out.println(found.size() + " examples, rows used " + Arrays.stream(counts).filter(c -> c > 0).count() + ", once or twice " + Arrays.stream(counts).filter(c -> c > 0 && c < 3).count());
    }
    List<Example> examples = new ArrayList<>();
    for (Example example : found) {
      int[] rows = new int[example.rows.length];
      int size = 0;
      int edges = 0;
      for (int index = 0; index < rows.length; index++) {
        if (counts[example.rows[index]] >= least) {
          edges += index < example.edges ? 1 : 0;
          rows[size++] = example.rows[index];
        }
      }
      examples.add(new Example(Arrays.copyOf(rows, size), edges, example.lane));
    }
    for (int round = 0; round < ROUNDS; round++) {
      Collections.shuffle(examples, random);
      for (Example example : examples) {
        step(DROPPED == 0 ? example : dropped(example));
      }
      if (average && round >= ROUNDS / 2) {
        averaged++;
        for (int cell = 0; cell < weights.length; cell++) {
          sums[cell] += weights[cell];
        }
      }
    }
    if (average) {
      for (int cell = 0; cell < weights.length; cell++) {
        weights[cell] = (float) (sums[cell] / averaged);
      }
    }
    int levels = Integer.getInteger("levels", 0);
    if (levels > 0) {
      double sum = 0;
      int n = 0;
      for (float w : weights) {
        sum += w * w;
        n += w != 0 ? 1 : 0;
      }
      float unit = (float) (Math.sqrt(sum / Math.max(1, n)) * Float.parseFloat(System.getProperty("clip", "3")) / levels);
      for (int cell = 0; cell < weights.length; cell++) {
        weights[cell] = Math.max(-levels, Math.min(levels, Math.round(weights[cell] / unit)) ) * unit;
      }
    }
  }

  /** The example with a random part of its rows left out. */
  private Example dropped(Example example) {
    int[] rows = new int[example.rows.length];
    int size = 0;
    int edges = 0;
    int limit = (int) (DROPPED * 65_536);
    int bits = 0;
    for (int index = 0; index < rows.length; index++) {
      bits = (index & 1) == 0 ? random.nextInt() : bits >>> 16;
      if ((bits & 0xFFFF) >= limit) {
        edges += index < example.edges ? 1 : 0;
        rows[size++] = example.rows[index];
      }
    }
    return new Example(Arrays.copyOf(rows, size), edges, example.lane);
  }

  private void step(Example example) {
    float norm = norm(example);
    float[] shares = shares(example, norm);
    for (int lane = 0; lane < LANES; lane++) {
      shares[lane] -= lane == example.lane ? SURE : (1 - SURE) / (LANES - 1);
      bias[lane] -= 0.002f * shares[lane];
    }
    for (int index = 0; index < example.rows.length; index++) {
      int cell = example.rows[index] * LANES;
      float value = idf[example.rows[index]] * (index < example.edges ? 1 : Weights.MIDDLE) / norm;
      for (int lane = 0; lane < LANES; lane++) {
        float slope = shares[lane] * value + DECAY * weights[cell + lane];
        steepness[cell + lane] += slope * slope;
        weights[cell + lane] -= RATE * slope / (float) Math.sqrt(steepness[cell + lane] + 1e-4f);
      }
    }
  }

  private static float norm(Example example) {
    int middle = example.rows.length - example.edges;
    return (float)
        Math.sqrt(Math.max(1, example.edges + Weights.MIDDLE * Weights.MIDDLE * middle));
  }

  private int best(Example example) {
    float[] shares = shares(example, norm(example));
    int best = 0;
    for (int lane = 1; lane < LANES; lane++) {
      best = shares[lane] > shares[best] ? lane : best;
    }
    return best;
  }

  private float[] shares(Example example, float norm) {
    float[] scores = new float[LANES];
    for (int index = 0; index < example.rows.length; index++) {
      float value = idf[example.rows[index]] * (index < example.edges ? 1 : Weights.MIDDLE) / norm;
      int cell = example.rows[index] * LANES;
      for (int lane = 0; lane < LANES; lane++) {
        scores[lane] += value * weights[cell + lane];
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
