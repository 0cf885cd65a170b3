package sml.gateway.intake;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import sml.gateway.chat.Category;

/** The labelled prompts: one a line, with its category and the language of its answer. */
final class Prompts {
  static final Path FOLDER = Path.of("src/test/resources/categories");
  static final Path TRAINING = FOLDER.resolve("training.tsv");
  static final Path HELD_BACK = FOLDER.resolve("held-back.tsv");

  /** Written later, before the training prompts of the same day. */
  static final Path SECOND = FOLDER.resolve("held-back-second.tsv");

  /** Written before its author had seen any other prompt, only by the rules in Category. */
  static final Path THIRD = FOLDER.resolve("held-back-third.tsv");

  static final Path FRAMES = FOLDER.resolve("frames.tsv");

  record Labelled(Category category, boolean thai, String text) {
    /** Named by the language it is written in, where a Thai prompt asks for English. */
    String language() {
      return thai ? "th" : "en";
    }
  }

  private Prompts() {}

  static List<Labelled> read(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> !line.isBlank())
        .map(line -> line.split("\t", 3))
        .map(
            cells ->
                new Labelled(
                    Category.valueOf(cells[0].toUpperCase(Locale.ROOT)),
                    cells[1].equals("th"),
                    cells[2].replace("\\n", "\n")))
        .toList();
  }

  /** Hash of everything that the weights are trained from. */
  static String fingerprint() throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path file : List.of(TRAINING, FRAMES)) {
        digest.update(Files.readString(file).replace("\r", "").getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
