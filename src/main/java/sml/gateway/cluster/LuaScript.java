package sml.gateway.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** A script that Valkey runs atomically; it returns a list of whole numbers. */
public record LuaScript(String text) {

  /** Reads {@code shared/NAME.lua} of this program. */
  public static LuaScript load(String name) {
    String path = "/shared/" + name + ".lua";
    try (InputStream file = LuaScript.class.getResourceAsStream(path)) {
      return new LuaScript(
          new String(Objects.requireNonNull(file, path).readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(path + " cannot be read", unreadable);
    }
  }
}
