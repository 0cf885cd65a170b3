package sml.gateway.cache.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/**
 * The vector of a text.
 *
 * @param vector of length one
 */
@SuppressWarnings("ArrayRecordComponent")
public record Embedding(float[] vector) {

  /** Of any vector but the one without a direction. */
  public static Embedding of(float[] any) {
    double sum = 0;
    for (float part : any) {
      sum += part * part;
    }
    if (sum == 0 || !Double.isFinite(sum)) {
      throw new IllegalArgumentException("a vector needs a direction");
    }
    float length = (float) Math.sqrt(sum);
    var vector = new float[any.length];
    for (int at = 0; at < any.length; at++) {
      vector[at] = any[at] / length;
    }
    return new Embedding(vector);
  }

  /**
   * Of the numbers of a JSON array.
   *
   * @throws IOException when they are none, or have no direction
   */
  public static Embedding read(JsonNode parts) throws IOException {
    var vector = new float[parts.size()];
    for (int at = 0; at < vector.length; at++) {
      vector[at] = parts.get(at).floatValue();
    }
    try {
      return of(vector);
    } catch (IllegalArgumentException unusable) {
      throw new IOException(unusable);
    }
  }

  /** The cosine of two vectors of length one; several sums run at once. */
  public static double cosine(float[] one, float[] other) {
    float first = 0;
    float second = 0;
    float third = 0;
    float fourth = 0;
    int at = 0;
    for (; at + 3 < one.length; at += 4) {
      first = Math.fma(one[at], other[at], first);
      second = Math.fma(one[at + 1], other[at + 1], second);
      third = Math.fma(one[at + 2], other[at + 2], third);
      fourth = Math.fma(one[at + 3], other[at + 3], fourth);
    }
    for (; at < one.length; at++) {
      first = Math.fma(one[at], other[at], first);
    }
    return first + second + third + fourth;
  }
}
