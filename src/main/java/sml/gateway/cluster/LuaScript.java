package sml.gateway.cluster;

import sml.gateway.json.ProgramFile;

/** A script that Valkey runs atomically; it returns a list of whole numbers. */
public record LuaScript(String text) {

  /** Reads {@code shared/NAME.lua} of this program. */
  public static LuaScript load(String name) {
    return new LuaScript(new ProgramFile("shared/" + name + ".lua").text());
  }
}
