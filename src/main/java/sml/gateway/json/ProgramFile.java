package sml.gateway.json;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A file on the class path of the program, such as {@code catalog/contexts.json}. One that is
 * missing or cannot be read is a broken build.
 */
public record ProgramFile(String path) {
  private byte[] bytes() {
    try (InputStream in = ProgramFile.class.getClassLoader().getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException(path + " is not on the class path");
      }
      return in.readAllBytes();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(path, unreadable);
    }
  }

  /** Its text. */
  public String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  /** Its JSON as a tree. */
  public JsonNode tree() {
    return as(new TypeReference<>() {});
  }

  /** Its JSON. */
  public <T> T as(TypeReference<T> type) {
    try {
      return RawObject.EXACT.readValue(bytes(), type);
    } catch (IOException malformed) {
      throw new UncheckedIOException(path, malformed);
    }
  }
}
