import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;

/**
 * CPU time of telling one prompt's category and language, by its length. Run with the compiled
 * program: {@code java -cp target/classes bench/Categories.java}.
 */
public class Categories {
  private static final String ENGLISH =
      "The harbour was built to serve the timber trade, and for years it was busy until 1970. ";
  private static final String THAI = "ท่าเรือแห่งนี้สร้างขึ้นเพื่อรองรับการค้าไม้และคึกคักอยู่หลายปีจนถึง 2513 ";

  public static void main(String[] arguments) throws Exception {
    Method classify =
        Class.forName("sml.gateway.intake.category.Classifier").getMethod("classify", String.class);
    for (int pass = 0; pass < 2; pass++) {
      for (int length : new int[] {50, 500, 4_000}) {
        System.out.printf(
            "%s %,6d characters: English %6.1f us, Thai %6.1f us%n",
            pass == 0 ? "warming" : "warm   ",
            length,
            micros(classify, ENGLISH, length),
            micros(classify, THAI, length));
      }
    }
  }

  private static double micros(Method classify, String text, int length) throws Exception {
    String prompt = text.repeat(length / text.length() + 1).substring(0, length - 8) + " summary";
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
