package sml.gateway.cache.embedding;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/** What the model in this process is made of; loads nothing of it. */
final class MiniLmFiles {
  static final String MODEL = ".onnx";
  static final String TOKENIZER = "-tokenizer.json";

  private MiniLmFiles() {}

  static InputStream open(String ending) throws IOException {
    var in = MiniLmFiles.class.getResourceAsStream("/" + MiniLm.NAME + ending);
    if (in == null) {
      throw new IOException("the program was built without " + MiniLm.NAME + ending);
    }
    return in;
  }

  /** Whether the program has the model, and the library for this platform. */
  static boolean areHere() {
    return MiniLmFiles.class.getResource("/" + MiniLm.NAME + MODEL) != null
        && MiniLmFiles.class.getResource(library()) != null;
  }

  private static String library() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String processor = System.getProperty("os.arch", "");
    return "/ai/onnxruntime/native/%s-%s/libonnxruntime.so"
        .formatted(system, processor.equals("amd64") ? "x64" : processor);
  }
}
