package sml.gateway.cache.embedding;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Map;
import sml.gateway.json.RawObject;

/** The model all-MiniLM-L6-v2 in this process; it knows English. */
final class MiniLm implements LoadedModel {
  static final String NAME = "all-minilm-l6-v2-q";
  private static final int MOST_PIECES = 256;

  private final WordPieces words;
  private final OrtEnvironment environment;
  private final OrtSession session;

  private MiniLm(WordPieces words, OrtEnvironment environment, OrtSession session) {
    this.words = words;
    this.environment = environment;
    this.session = session;
  }

  /** Takes a second and 200 MB. */
  static MiniLm load() throws IOException {
    try (var tokenizer = MiniLmFiles.open(MiniLmFiles.TOKENIZER);
        var model = MiniLmFiles.open(MiniLmFiles.MODEL);
        var options = new OrtSession.SessionOptions()) {
      var environment = OrtEnvironment.getEnvironment();
      // several callers share the processors
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      var session = environment.createSession(model.readAllBytes(), options);
      return new MiniLm(new WordPieces(RawObject.EXACT.readTree(tokenizer)), environment, session);
    } catch (OrtException refused) {
      throw new IOException(refused);
    }
  }

  @Override
  public String model() {
    return NAME;
  }

  @Override
  public double unknownShare(String text) {
    return words.of(text, MOST_PIECES).unknownShare();
  }

  @Override
  public int tokens(String text) {
    return words.of(text, Integer.MAX_VALUE).ids().length;
  }

  @Override
  public int mostTokens() {
    return MOST_PIECES;
  }

  @Override
  public Embedding embed(String text) throws IOException {
    var pieces = words.of(text, MOST_PIECES);
    var ones = new long[pieces.ids().length];
    Arrays.fill(ones, 1);
    try (var ids = tensor(pieces.ids());
        var mask = tensor(ones);
        var types = tensor(new long[ones.length]);
        var result =
            session.run(
                Map.of("input_ids", ids, "attention_mask", mask, "token_type_ids", types))) {
      return Embedding.of(mean(((float[][][]) result.get(0).getValue())[0]));
    } catch (OrtException failed) {
      throw new IOException(failed);
    }
  }

  private OnnxTensor tensor(long[] row) throws OrtException {
    return OnnxTensor.createTensor(environment, LongBuffer.wrap(row), new long[] {1, row.length});
  }

  private static float[] mean(float[][] rows) {
    var mean = new float[rows[0].length];
    for (var row : rows) {
      for (int at = 0; at < mean.length; at++) {
        mean[at] += row[at] / rows.length;
      }
    }
    return mean;
  }
}
