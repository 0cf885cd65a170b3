package sml.gateway.simulation.demo;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import java.util.List;
import sml.gateway.simulation.Behaviour;
import sml.gateway.simulation.Behaviour.LimitHeaders;
import sml.gateway.simulation.Content;
import sml.gateway.simulation.Content.ThoughtField;
import sml.gateway.simulation.Fault;

/** The eight characters of the demo: fast and slow, sound and shaky, with Thai and without. */
final class DemoProviders {
  private static final int SMALL = 16_000;
  private static final int MEDIUM = 64_000;
  private static final int LARGE = 200_000;

  static final List<Demo> ALL =
      List.of(swift(), sage(), siam(), shaky(), scarce(), sleepy(), chatty(), thinker());

  /** A provider and its models. */
  record Demo(String name, String label, String notes, List<DemoModel> models) {}

  /** A model; {@code tools}: it calls them. */
  record DemoModel(String id, boolean tools, Behaviour behaviour) {}

  private DemoProviders() {}

  private static Demo swift() {
    Behaviour fast = paced(60, 40, 8);
    return demo(
        "swift",
        "answers at once, knows no Thai",
        model("demo-swift-small", false, false, fast.contextLength(SMALL)),
        model("demo-swift-medium", false, true, fast.contextLength(MEDIUM)),
        model("demo-swift-large", false, true, paced(150, 100, 12).contextLength(LARGE)));
  }

  private static Demo sage() {
    Behaviour slow = paced(900, 600, 25);
    return demo(
        "sage",
        "takes its time and does everything well",
        model("demo-sage-thai-medium", true, true, slow.contextLength(MEDIUM)),
        model("demo-sage-thai-large", true, true, slow.contextLength(LARGE)),
        model("demo-sage-json", false, true, slow.contextLength(MEDIUM)));
  }

  private static Demo siam() {
    Behaviour steady = paced(300, 150, 15);
    return demo(
        "siam",
        "writes Thai",
        model("demo-siam-thai-small", true, false, steady.contextLength(SMALL)),
        model("demo-siam-thai-medium", true, true, steady.contextLength(MEDIUM)),
        model("demo-siam-thai-large", true, true, paced(600, 300, 20).contextLength(LARGE)));
  }

  private static Demo shaky() {
    Behaviour fast = paced(120, 80, 10).contextLength(MEDIUM);
    return demo(
        "shaky",
        "fails often, each model in its own way",
        model("demo-shaky-errors", false, true, fast.failingSometimes(0.3, Fault.status(503))),
        model("demo-shaky-cuts", false, true, fast.failingSometimes(0.3, Fault.cutAfter(5))),
        model("demo-shaky-resets", false, true, fast.failingSometimes(0.3, Fault.reset())));
  }

  private static Demo scarce() {
    Behaviour limited =
        paced(100, 50, 8).limitHeaders(LimitHeaders.OPENAI).limited(6, ofSeconds(60));
    return demo(
        "scarce",
        "six requests a minute for each model, then 429",
        model("demo-scarce-thai-medium", true, true, limited.contextLength(MEDIUM)),
        model("demo-scarce-medium", false, true, limited.contextLength(MEDIUM)),
        model("demo-scarce-large", false, true, limited.contextLength(LARGE)));
  }

  private static Demo sleepy() {
    Behaviour late = paced(100, 50, 10).firstEventAfter(ofSeconds(4)).contextLength(LARGE);
    return demo(
        "sleepy",
        "opens its answer at once and begins to speak seconds later, or never",
        model("demo-sleepy-late", false, true, late),
        model("demo-sleepy-later", false, true, late.firstEventAfter(ofSeconds(8))),
        model("demo-sleepy-silent", false, true, late.failingSometimes(0.5, Fault.silence())));
  }

  private static Demo chatty() {
    Behaviour odd = paced(200, 200, 10).contextLength(MEDIUM);
    return demo(
        "chatty",
        "correct, with odd habits on the wire",
        model("demo-chatty-comments", false, true, odd.comments(2)),
        model("demo-chatty-pieces", false, true, odd.crlf().inPiecesOf(3)),
        model("demo-chatty-no-done", false, true, odd.failing(Fault.noDone())));
  }

  private static Demo thinker() {
    Behaviour slow = paced(400, 300, 15).contextLength(LARGE);
    return demo(
        "thinker",
        "thinks aloud before it answers",
        thinking("demo-thinker-reasoning", ThoughtField.REASONING, slow),
        thinking("demo-thinker-reasoning-content", ThoughtField.REASONING_CONTENT, slow),
        thinking("demo-thinker-reasoning-thai", ThoughtField.REASONING, slow));
  }

  private static Demo demo(String name, String character, DemoModel... models) {
    return new Demo(
        "demo-" + name,
        "Simulated: " + name,
        "Simulated for the demo, no real provider: " + character + ".",
        List.of(models));
  }

  private static Behaviour paced(int latency, int jitter, int gap) {
    return Behaviour.healthy()
        .latency(ofMillis(latency))
        .jitter(ofMillis(jitter))
        .gap(ofMillis(gap));
  }

  private static DemoModel model(String id, boolean thai, boolean tools, Behaviour how) {
    return new DemoModel(id, tools, how.saying(new Content.Lifelike(thai, tools)));
  }

  private static DemoModel thinking(String id, ThoughtField field, Behaviour how) {
    DemoModel plain = model(id, id.endsWith("thai"), true, how);
    return new DemoModel(id, true, plain.behaviour().thinking(field, "Simulated thoughts."));
  }
}
