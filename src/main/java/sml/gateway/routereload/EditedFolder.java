package sml.gateway.routereload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/** The folder that is edited. */
record EditedFolder(Path path) {
  private static final String FILES = "*.camel.yaml";

  /** The whole content, by file name. */
  SortedMap<String, String> read() throws IOException {
    var texts = new TreeMap<String, String>();
    try (var files = Files.newDirectoryStream(path, FILES)) {
      for (Path file : files) {
        texts.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return texts;
  }
}
