package sml.gateway.testkit.provider;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sml.gateway.simulation.Pace;
import sml.gateway.simulation.speech.Content;
import sml.gateway.simulation.speech.Rendering.UsageStyle;

/**
 * How one simulated model behaves: content, pace, wire style, and faults with their conditions.
 * Immutable; every method gives a changed copy. Start with {@link #healthy()}.
 *
 * @param contextLength tokens; longer requests are refused with {@code context_length_exceeded}
 */
public record Behaviour(
    Content content,
    Pace pace,
    Style style,
    List<Trouble> troubles,
    @Nullable Limit limit,
    LimitHeaders limitHeaders,
    Prefill prefill,
    int contextLength) {

  /**
   * Wire format variations.
   *
   * @param crlf events end in CRLF
   * @param comments keep-alive comments before the first event and after each
   * @param blankLines blank lines before a JSON body
   * @param piece body is written in TCP pieces of this many bytes; 0 for whole events
   * @param contentType overrides the content type; empty for the right one
   */
  public record Style(
      UsageStyle usage, boolean crlf, int comments, int blankLines, int piece, String contentType) {
    static final Style PLAIN = new Style(UsageStyle.ASKED, false, 0, 0, 0, "");
  }

  /** A fault and when it strikes. */
  public record Trouble(When when, Fault fault) {}

  /** When a fault strikes. */
  public sealed interface When {
    /** At every request. */
    record Always() implements When {}

    /** At the first {@code requests} requests of the model. */
    record First(int requests) implements When {}

    /** With this probability per request, drawn from the seed. */
    record Chance(double probability) implements When {}

    /** For this long after the model's first request, by the provider's clock. */
    record For(Duration time) implements When {}

    /** Until {@link SimulatedProvider#heal} is called for the model. */
    record UntilHealed() implements When {}
  }

  /** A rolling limit: beyond {@code requests} per {@code window} comes a 429. */
  public record Limit(int requests, Duration window) {}

  /** Whose rate-limit headers are sent. */
  public enum LimitHeaders {
    NONE,
    OPENAI,
    GROQ,
    MISTRAL,
    CEREBRAS,
    GITHUB,
    OPENROUTER
  }

  /** What happens when the last message is an assistant's: it is continued, refused or ignored. */
  public enum Prefill {
    CONTINUE,
    REFUSE,
    IGNORE
  }

  public Behaviour {
    troubles = List.copyOf(troubles);
  }

  /** Sixty words without delay or fault; continues an assistant prefill. */
  public static Behaviour healthy() {
    return new Behaviour(
        new Contents.Words(60),
        new Pace(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO),
        Style.PLAIN,
        List.of(),
        null,
        LimitHeaders.NONE,
        Prefill.CONTINUE,
        131_072);
  }

  /** Healthy, but every request meets this fault. */
  public static Behaviour always(Fault fault) {
    return healthy().failing(fault);
  }

  /**
   * Reads a behaviour out of tokens joined by {@code +}; times are in milliseconds.
   *
   * <ul>
   *   <li>says: {@code words=n}, {@code text=a_b}, {@code thai}, {@code echo}, {@code json}, {@code
   *       lifelike}, {@code tools=n}, {@code mistraltools}, {@code geminitools}, {@code
   *       thinking=reasoning}
   *   <li>pace: {@code latency}, {@code jitter}, {@code first}, {@code gap}
   *   <li>style: {@code crlf}, {@code comments=n}, {@code blank=n}, {@code piece=bytes}, {@code
   *       type=text/plain}, {@code usage=always}
   *   <li>limits: {@code limit=requests:window}, {@code limits=groq}, {@code context=tokens},
   *       {@code prefill=refuse}, {@code strict=mistral}
   *   <li>errors, written {@code 429} or {@code 429:gemini} or {@code 429:openai:2} with seconds to
   *       wait: {@code status=429}, {@code fail=0.1:503} sometimes, {@code failn=2:429} at first,
   *       {@code failfor=6000:503} for a time
   *   <li>other faults: {@code toolong}, {@code policy}, {@code reset}, {@code resetn=n}, {@code
   *       hangup}, {@code closeafter=ms}, {@code headcloseafter=ms}, {@code silence}, {@code
   *       nonsense=html}, {@code cut=n}, {@code cutreset=n}, {@code stall=n}, {@code badjson=n},
   *       {@code streamerror=n}, {@code nodone}, {@code nofinish}
   * </ul>
   *
   * @throws IllegalArgumentException naming the token that is not understood
   */
  public static Behaviour parse(String tokens) {
    return BehaviourTokens.apply(healthy(), tokens);
  }

  public Behaviour saying(Content other) {
    return new Behaviour(other, pace, style, troubles, limit, limitHeaders, prefill, contextLength);
  }

  public Behaviour words(int count) {
    return saying(new Contents.Words(count));
  }

  public Behaviour text(String text) {
    return saying(new Contents.Fixed(text));
  }

  public Behaviour thinking(Content.ThoughtField field, String thoughts) {
    return saying(new Content.Thinking(field, thoughts, content));
  }

  public Behaviour pace(Pace other) {
    return new Behaviour(
        content, other, style, troubles, limit, limitHeaders, prefill, contextLength);
  }

  /** Waits before the head. */
  public Behaviour latency(Duration time) {
    return pace(new Pace(time, pace.jitter(), pace.firstEvent(), pace.gap()));
  }

  public Behaviour jitter(Duration most) {
    return pace(new Pace(pace.latency(), most, pace.firstEvent(), pace.gap()));
  }

  /** Sends the head at once and the first event only after {@code time}. */
  public Behaviour firstEventAfter(Duration time) {
    return pace(new Pace(pace.latency(), pace.jitter(), time, pace.gap()));
  }

  public Behaviour gap(Duration time) {
    return pace(new Pace(pace.latency(), pace.jitter(), pace.firstEvent(), time));
  }

  public Behaviour style(Style other) {
    return new Behaviour(
        content, pace, other, troubles, limit, limitHeaders, prefill, contextLength);
  }

  public Behaviour usage(UsageStyle usage) {
    return style(
        new Style(
            usage, style.crlf, style.comments, style.blankLines, style.piece, style.contentType));
  }

  public Behaviour crlf() {
    return style(
        new Style(
            style.usage, true, style.comments, style.blankLines, style.piece, style.contentType));
  }

  public Behaviour comments(int count) {
    return style(
        new Style(
            style.usage, style.crlf, count, style.blankLines, style.piece, style.contentType));
  }

  public Behaviour blankLines(int count) {
    return style(
        new Style(style.usage, style.crlf, style.comments, count, style.piece, style.contentType));
  }

  /** Writes everything in TCP pieces of {@code bytes} bytes. */
  public Behaviour inPiecesOf(int bytes) {
    return style(
        new Style(
            style.usage, style.crlf, style.comments, style.blankLines, bytes, style.contentType));
  }

  public Behaviour contentType(String type) {
    return style(
        new Style(style.usage, style.crlf, style.comments, style.blankLines, style.piece, type));
  }

  public Behaviour failing(Fault fault) {
    return trouble(new When.Always(), fault);
  }

  public Behaviour failingFirst(int requests, Fault fault) {
    return trouble(new When.First(requests), fault);
  }

  public Behaviour failingSometimes(double probability, Fault fault) {
    return trouble(new When.Chance(probability), fault);
  }

  public Behaviour failingFor(Duration time, Fault fault) {
    return trouble(new When.For(time), fault);
  }

  public Behaviour failingUntilHealed(Fault fault) {
    return trouble(new When.UntilHealed(), fault);
  }

  /** Refuses what {@code mistral, gemini, groq, cerebras} or {@code cohere} refuses. */
  public Behaviour strict(String provider) {
    return failing(Fault.strict(provider));
  }

  private Behaviour trouble(When when, Fault fault) {
    var more = new ArrayList<>(troubles);
    more.add(new Trouble(when, fault));
    return new Behaviour(content, pace, style, more, limit, limitHeaders, prefill, contextLength);
  }

  public Behaviour limited(int requests, Duration window) {
    return new Behaviour(
        content,
        pace,
        style,
        troubles,
        new Limit(requests, window),
        limitHeaders,
        prefill,
        contextLength);
  }

  public Behaviour limitHeaders(LimitHeaders whose) {
    return new Behaviour(content, pace, style, troubles, limit, whose, prefill, contextLength);
  }

  public Behaviour prefill(Prefill how) {
    return new Behaviour(content, pace, style, troubles, limit, limitHeaders, how, contextLength);
  }

  public Behaviour contextLength(int tokens) {
    return new Behaviour(content, pace, style, troubles, limit, limitHeaders, prefill, tokens);
  }
}
