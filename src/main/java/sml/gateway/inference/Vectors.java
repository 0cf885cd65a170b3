package sml.gateway.inference;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The vectors of one embedding answer, in the order of their texts. */
final class Vectors {
  private static final JsonFactory JSON = new JsonFactory();

  private final TreeMap<Integer, float[]> byIndex = new TreeMap<>();
  private @Nullable String model;

  private Vectors() {}

  /**
   * Reads an answer, whose vectors may be arrays of numbers or base64.
   *
   * @throws IOException when it is no such answer
   */
  static Vectors read(byte[] answer) throws IOException {
    var vectors = new Vectors();
    try (JsonParser parser = JSON.createParser(answer)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        if (name.equals("data") && parser.currentToken() == JsonToken.START_ARRAY) {
          vectors.data(parser);
        } else if (name.equals("model") && parser.currentToken() == JsonToken.VALUE_STRING) {
          vectors.model = parser.getText();
        } else {
          parser.skipChildren();
        }
      }
    } catch (IllegalArgumentException noBase64) {
      throw new IOException(noBase64);
    }
    return vectors;
  }

  /** In the order of their texts. */
  float[][] inOrder() {
    return byIndex.values().toArray(float[][]::new);
  }

  @Nullable String model() {
    return model;
  }

  private void data(JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      int index = byIndex.size();
      float[] vector = new float[0];
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        if (name.equals("index") && parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
          index = parser.getIntValue();
        } else if (name.equals("embedding")) {
          vector = vector(parser);
        } else {
          parser.skipChildren();
        }
      }
      if (vector.length > 0) {
        byIndex.put(index, vector);
      }
    }
  }

  private static float[] vector(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      FloatBuffer floats =
          ByteBuffer.wrap(Base64.getDecoder().decode(parser.getText()))
              .order(ByteOrder.LITTLE_ENDIAN)
              .asFloatBuffer();
      float[] vector = new float[floats.remaining()];
      floats.get(vector);
      return vector;
    }
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return new float[0];
    }
    float[] vector = new float[1024];
    int size = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (size == vector.length) {
        vector = Arrays.copyOf(vector, size * 2);
      }
      vector[size++] = parser.getFloatValue();
    }
    return Arrays.copyOf(vector, size);
  }

  /** As OpenAI sends it: the numbers' 32 bits, the lowest byte first, in base64. */
  static String base64(float[] vector) {
    ByteBuffer bytes = ByteBuffer.allocate(vector.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return Base64.getEncoder().encodeToString(bytes.array());
  }
}
