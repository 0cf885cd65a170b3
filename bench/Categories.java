import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * CPU time of telling one prompt's category and language, by its length; the text is that of many
 * labelled prompts, as one that repeats itself has too few n-grams. Run in the project's root with
 * the compiled program: {@code java -cp target/classes bench/Categories.java}.
 */
public class Categories {
  private static final Path PROMPTS = Path.of("src/test/resources/categories/training.tsv");

  public static void main(String[] arguments) throws Exception {
    Method classify =
        Class.forName("sml.gateway.intake.CategoryClassifier").getMethod("classify", String.class);
    classify.setAccessible(true);
    String english = text("comprehension\ten\t");
    String thai = text("comprehension\tth\t");
    for (int pass = 0; pass < 2; pass++) {
      for (int length : new int[] {50, 500, 4_000}) {
        System.out.printf(
            "%s %,6d characters: English %6.1f us, Thai %6.1f us%n",
            pass == 0 ? "warming" : "warm   ",
            length,
            micros(classify, english, length),
            micros(classify, thai, length));
      }
    }
  }

  private static String text(String label) throws IOException {
    return Files.readAllLines(PROMPTS).stream()
        .filter(line -> line.startsWith(label))
        .map(line -> line.substring(label.length()).replace("\\n", " "))
        .collect(Collectors.joining(" "));
  }

  private static double micros(Method classify, String text, int length) throws Exception {
    String prompt = text.substring(0, length - 8) + " summary";
    var threads = ManagementFactory.getThreadMXBean();
    double best = Double.MAX_VALUE;
    for (int round = 0; round < 10; round++) {
      long start = threads.getCurrentThreadCpuTime();
      for (int call = 0; call < 2_000; call++) {
        classify.invoke(null, prompt);
      }
      best = Math.min(best, (threads.getCurrentThreadCpuTime() - start) / 2_000e3);
    }
    return best;
  }
}
