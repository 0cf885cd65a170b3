package sml.gateway.intake;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import sml.gateway.chat.Category;

/**
 * The trained table: a row of one byte per category for every hashed feature. Rows are packed into
 * longs of four 16-bit fields, so that three additions add a row to all categories. The file is
 * deflated.
 */
final class WeightTable {
  /** Categories that a text alone can have; the order of the columns. */
  static final Category[] CATEGORIES = {
    Category.CODE,
    Category.THAI,
    Category.MATH,
    Category.REASONING,
    Category.EXTRACTION,
    Category.CLASSIFICATION,
    Category.COMPREHENSION,
    Category.INSTRUCTION,
    Category.JSON,
    Category.SAFETY,
    Category.GENERAL
  };

  /** How much a feature outside the edges of a prompt counts. */
  static final float MIDDLE = 0.1f;

  static final String RESOURCE = "/categories/weights.bin";
  private static final int OFFSET = 128;
  private static final int FLUSH = 256;

  private final String trainedFrom;
  private final float scale;
  private final float[] bias;
  private final long[] packed;

  private WeightTable(String trainedFrom, float scale, float[] bias, byte[] table) {
    this.trainedFrom = trainedFrom;
    this.scale = scale;
    this.bias = bias;
    this.packed = pack(table);
  }

  static WeightTable load() {
    try (InputStream file = WeightTable.class.getResourceAsStream(RESOURCE)) {
      if (file == null) {
        throw new IllegalStateException(RESOURCE + " is missing; train the categories first");
      }
      return read(new DataInputStream(new InflaterInputStream(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE + " cannot be read", e);
    }
  }

  private static WeightTable read(DataInputStream in) throws IOException {
    String trainedFrom = in.readUTF();
    float scale = in.readFloat();
    float[] bias = new float[CATEGORIES.length];
    for (int column = 0; column < bias.length; column++) {
      bias[column] = in.readFloat();
    }
    byte[] table = new byte[PromptFeatures.ROWS * CATEGORIES.length];
    in.readFully(table);
    return new WeightTable(trainedFrom, scale, bias, table);
  }

  static void write(OutputStream file, String trainedFrom, float scale, float[] bias, byte[] table)
      throws IOException {
    DeflaterOutputStream deflated = new DeflaterOutputStream(file);
    DataOutputStream out = new DataOutputStream(deflated);
    out.writeUTF(trainedFrom);
    out.writeFloat(scale);
    for (float one : bias) {
      out.writeFloat(one);
    }
    out.write(table);
    out.flush();
    deflated.finish();
  }

  /** Hash of the files that the weights were trained from. */
  String trainedFrom() {
    return trainedFrom;
  }

  /** A score for every category. */
  float[] scores(PromptFeatures promptFeatures) {
    float[] edges = sum(promptFeatures, 0, promptFeatures.edges());
    float[] middle = sum(promptFeatures, promptFeatures.edges(), promptFeatures.size());
    float norm = norm(promptFeatures);
    for (int column = 0; column < edges.length; column++) {
      edges[column] = bias[column] + (edges[column] + MIDDLE * middle[column]) * scale / norm;
    }
    return edges;
  }

  static float norm(PromptFeatures promptFeatures) {
    int middle = promptFeatures.size() - promptFeatures.edges();
    return (float) Math.sqrt(Math.max(1, promptFeatures.edges() + MIDDLE * MIDDLE * middle));
  }

  /** What one row says for a category. */
  int weight(int row, int column) {
    return (int) ((packed[row * 3 + column / 4] >>> (column % 4 * 16)) & 0xFFFF) - OFFSET;
  }

  private float[] sum(PromptFeatures promptFeatures, int from, int to) {
    float[] sums = new float[CATEGORIES.length];
    for (int start = from; start < to; start += FLUSH) {
      int end = Math.min(to, start + FLUSH);
      long first = 0;
      long second = 0;
      long third = 0;
      for (int index = start; index < end; index++) {
        int row = promptFeatures.row(index) * 3;
        first += packed[row];
        second += packed[row + 1];
        third += packed[row + 2];
      }
      int count = end - start;
      for (int column = 0; column < CATEGORIES.length; column++) {
        long word = column < 4 ? first : column < 8 ? second : third;
        sums[column] += ((word >>> (column % 4 * 16)) & 0xFFFF) - (float) (count * OFFSET);
      }
    }
    return sums;
  }

  private static long[] pack(byte[] table) {
    long[] packed = new long[PromptFeatures.ROWS * 3];
    for (int row = 0; row < PromptFeatures.ROWS; row++) {
      for (int column = 0; column < CATEGORIES.length; column++) {
        long value = table[row * CATEGORIES.length + column] + OFFSET;
        packed[row * 3 + column / 4] |= value << (column % 4 * 16);
      }
    }
    return packed;
  }
}
