package sml.gateway.cache.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import sml.gateway.cache.semantic.guard.QuestionReader;

/**
 * What is not used is not loaded; shown with classes of their own, which no other test has used.
 */
class UnusedEmbedderTest {

  /** Loads our classes and those of the model's runtime itself and notes their names. */
  private static final class NotingLoader extends ClassLoader {
    private final List<String> names = new CopyOnWriteArrayList<>();

    NotingLoader() {
      super(UnusedEmbedderTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("sml.gateway.") && !name.startsWith("ai.onnxruntime.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> there = findLoadedClass(name);
        return there == null ? define(name) : there;
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      names.add(name);
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] code = in.readAllBytes();
        return defineClass(name, code, 0, code.length);
      } catch (IOException unreadable) {
        throw new ClassNotFoundException(name, unreadable);
      }
    }
  }

  @Test
  void anEmbedderThatIsNotWantedLoadsNeitherTheModelNorItsRuntime() throws Exception {
    var loader = new NotingLoader();
    Object embedder = loader.loadClass(Embedders.class.getName()).getMethod("miniLm").invoke(null);
    Object here =
        loader.loadClass(LocalEmbedder.class.getName()).getMethod("isHere").invoke(embedder);
    assertThat(here).isEqualTo(true);
    assertThat(loader.names).contains(LazyEmbedder.class.getName());
    assertThat(loader.names)
        .noneMatch(name -> name.startsWith("ai.onnxruntime."))
        .doesNotContain(MiniLm.class.getName(), WordPieces.class.getName());
  }

  @Test
  void aGuardThatHasReadNothingHasNoLexiconAndNoDictionary() throws Exception {
    var loader = new NotingLoader();
    var reader = loader.loadClass(QuestionReader.class.getName());
    Object made = reader.getConstructor().newInstance();
    String guard = QuestionReader.class.getPackageName();
    assertThat(loader.names).doesNotContain(guard + ".Lexicon", guard + ".WordBreaks");
    reader.getMethod("read", String.class).invoke(made, "ต้มไข่อย่างไร");
    assertThat(loader.names).contains(guard + ".Lexicon", guard + ".WordBreaks");
  }
}
