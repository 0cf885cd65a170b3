package sml.gateway.simulation.demo;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import java.util.List;
import sml.gateway.catalog.Provider.Access;
import sml.gateway.simulation.Pace;
import sml.gateway.simulation.demo.DemoModel.Habit;
import sml.gateway.simulation.demo.DemoModel.Trouble;
import sml.gateway.simulation.speech.Content;
import sml.gateway.simulation.speech.Content.ThoughtField;

/**
 * The kinds of demo provider: fast and slow, reliable and unreliable, with Thai and without; at
 * least one for each access.
 */
final class DemoProviders {
  private static final int SMALL = 16_000;
  private static final int MEDIUM = 64_000;
  private static final int LARGE = 200_000;
  private static final boolean THAI = true;
  private static final boolean NO_THAI = false;

  static final List<Demo> ALL =
      List.of(
          swift(), sage(), siam(), shaky(), scarce(), sleepy(), chatty(), thinker(), credit(),
          paid(), retired());

  /** A provider and its models. */
  record Demo(String name, String label, String notes, Access access, List<DemoModel> models) {
    Demo as(Access other) {
      return new Demo(name, label, notes, other, models);
    }
  }

  private DemoProviders() {}

  private static Demo swift() {
    Pace fast = pace(60, 40, 8);
    return demo(
        "swift",
        "answers at once, knows no Thai",
        small("demo-swift-small", NO_THAI, fast),
        model("demo-swift-medium", NO_THAI, fast, MEDIUM),
        model("demo-swift-large", NO_THAI, pace(150, 100, 12), LARGE));
  }

  private static Demo sage() {
    Pace slow = pace(900, 600, 25);
    return demo(
        "sage",
        "takes its time and does everything well",
        model("demo-sage-thai-medium", THAI, slow, MEDIUM),
        model("demo-sage-thai-large", THAI, slow, LARGE),
        model("demo-sage-json", NO_THAI, slow, MEDIUM));
  }

  private static Demo siam() {
    Pace steady = pace(300, 150, 15);
    return demo(
        "siam",
        "writes Thai",
        small("demo-siam-thai-small", THAI, steady),
        model("demo-siam-thai-medium", THAI, steady, MEDIUM),
        model("demo-siam-thai-large", THAI, pace(600, 300, 20), LARGE));
  }

  private static Demo shaky() {
    Pace fast = pace(120, 80, 10);
    return demo(
        "shaky",
        "fails often, each model in its own way",
        troubled("demo-shaky-errors", fast, Trouble.ERROR, MEDIUM),
        troubled("demo-shaky-cuts", fast, Trouble.CUT, MEDIUM),
        troubled("demo-shaky-resets", fast, Trouble.RESET, MEDIUM));
  }

  private static Demo scarce() {
    Pace quick = pace(100, 50, 8);
    return demo(
            "scarce",
            "free within a quota, 20 requests a minute for each model, then 429",
            odd("demo-scarce-thai-medium", THAI, quick, Habit.LIMITED, MEDIUM),
            odd("demo-scarce-medium", NO_THAI, quick, Habit.LIMITED, MEDIUM),
            odd("demo-scarce-large", NO_THAI, quick, Habit.LIMITED, LARGE))
        .as(Access.FREE);
  }

  private static Demo sleepy() {
    var late = new Pace(ofMillis(100), ofMillis(50), ofSeconds(4), ofMillis(10));
    var later = new Pace(ofMillis(100), ofMillis(50), ofSeconds(8), ofMillis(10));
    return demo(
        "sleepy",
        "opens its answer at once and begins to speak seconds later, or never",
        model("demo-sleepy-late", NO_THAI, late, LARGE),
        model("demo-sleepy-later", NO_THAI, later, LARGE),
        troubled("demo-sleepy-silent", late, Trouble.SILENCE, LARGE));
  }

  private static Demo chatty() {
    Pace steady = pace(200, 200, 10);
    return demo(
        "chatty",
        "correct, with odd habits on the wire",
        odd("demo-chatty-comments", NO_THAI, steady, Habit.COMMENTS, MEDIUM),
        odd("demo-chatty-pieces", NO_THAI, steady, Habit.PIECES, MEDIUM),
        odd("demo-chatty-no-done", NO_THAI, steady, Habit.NO_DONE, MEDIUM));
  }

  private static Demo thinker() {
    return demo(
        "thinker",
        "thinks aloud before it answers",
        thinking("demo-thinker-reasoning", ThoughtField.REASONING, NO_THAI),
        thinking("demo-thinker-reasoning-content", ThoughtField.REASONING_CONTENT, NO_THAI),
        thinking("demo-thinker-reasoning-thai", ThoughtField.REASONING, THAI));
  }

  private static Demo credit() {
    return demo(
            "credit",
            "a starting credit, spent only when you switch that on",
            model("demo-credit-medium", NO_THAI, pace(200, 100, 10), MEDIUM))
        .as(Access.CREDIT);
  }

  private static Demo paid() {
    return demo(
            "paid",
            "paid, asked only where a request names it",
            model("demo-paid-large", THAI, pace(200, 100, 10), LARGE))
        .as(Access.PAID);
  }

  private static Demo retired() {
    return demo(
            "retired",
            "retired, so it is never asked by itself",
            troubled("demo-retired-medium", pace(120, 80, 10), Trouble.ERROR, MEDIUM))
        .as(Access.RETIRED);
  }

  private static Demo demo(String name, String character, DemoModel... models) {
    return new Demo(
        "demo-" + name,
        "Simulated: " + name,
        "Simulated for the demo, no real provider: " + character + ".",
        Access.KEYLESS,
        List.of(models));
  }

  private static Pace pace(int latency, int jitter, int gap) {
    return new Pace(ofMillis(latency), ofMillis(jitter), ofMillis(0), ofMillis(gap));
  }

  private static DemoModel model(String id, boolean thai, Pace pace, int contextLength) {
    return odd(id, thai, pace, Habit.NONE, contextLength);
  }

  private static DemoModel small(String id, boolean thai, Pace pace) {
    var words = new Content.Lifelike(thai, false);
    return new DemoModel(id, words, pace, Habit.NONE, Trouble.NONE, SMALL);
  }

  private static DemoModel odd(String id, boolean thai, Pace pace, Habit habit, int length) {
    return new DemoModel(id, new Content.Lifelike(thai, true), pace, habit, Trouble.NONE, length);
  }

  private static DemoModel troubled(String id, Pace pace, Trouble trouble, int length) {
    return new DemoModel(id, new Content.Lifelike(false, true), pace, Habit.NONE, trouble, length);
  }

  private static DemoModel thinking(String id, ThoughtField field, boolean thai) {
    DemoModel plain = model(id, thai, pace(400, 300, 15), LARGE);
    return plain.saying(new Content.Thinking(field, "Simulated thoughts.", plain.content()));
  }
}
