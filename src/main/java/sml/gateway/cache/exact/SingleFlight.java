package sml.gateway.cache.exact;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.cache.CacheKey;
import sml.gateway.cache.CacheLookup;
import sml.gateway.cache.CacheSettings;
import sml.gateway.cache.CachedAnswer;
import sml.gateway.cache.exact.Flight.GotNothing;
import sml.gateway.cache.exact.Flight.GotReader;
import sml.gateway.cache.exact.Flight.GotStream;
import sml.gateway.cache.exact.Flight.GotWhole;
import sml.gateway.cache.exact.Flight.Outcome;
import sml.gateway.chat.Answer;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.ChunkStream;
import sml.gateway.chat.GatewayException.ClientDisconnected;
import sml.gateway.chat.Plan;
import sml.gateway.network.ClientConnection;
import sml.gateway.network.HttpCall;

/**
 * Equal requests that are there at the same time make one upstream call. The first one asks, the
 * others get its answer while it comes in; when it gets none, each goes on by itself.
 */
@Component("singleFlight")
final class SingleFlight {
  private final ExactCache cache;
  private final AnswerRecorder recorder;
  private final RememberedReply remembered;
  private final CacheFigures figures;
  private final CacheSettings settings;
  private final ConcurrentMap<FlightKey, Flight> flights = new ConcurrentHashMap<>();

  /** Answers of one form are shared; one that comes in as a stream cannot be had as a whole. */
  private record FlightKey(CacheKey key, boolean stream) {}

  SingleFlight(
      ExactCache cache,
      AnswerRecorder recorder,
      RememberedReply remembered,
      CacheFigures figures,
      CacheSettings settings) {
    this.cache = cache;
    this.recorder = recorder;
    this.remembered = remembered;
    this.figures = figures;
    this.settings = settings;
  }

  /** The answer that was found or is under way, or the right to ask for it. */
  public FlightSeat join(
      @Variable("request") ChatRequest request, @Variable("lookup") CacheLookup lookup)
      throws InterruptedException {
    FlightSeat seat = seat(request, lookup);
    figures.count(seat.lookup().verdict());
    return seat;
  }

  /** The request that the next steps work with. */
  public ChatRequest request(@Variable("flight") FlightSeat seat) {
    return seat.asking();
  }

  /** What the caches had in the end. */
  public CacheLookup lookup(@Variable("flight") FlightSeat seat) {
    return seat.lookup();
  }

  /** How the answer came about; null while there is none. */
  public @Nullable Plan plan(@Variable("flight") FlightSeat seat) {
    return seat.plan();
  }

  /** The answer; null when it has to be asked for. */
  public @Nullable Answer answer(@Variable("flight") FlightSeat seat) {
    return seat.answer();
  }

  /** The request as its client sent it: from here on it is answered alone. */
  public ChatRequest own(@Variable("flight") FlightSeat seat) {
    return seat.own();
  }

  /** Hands the answer to all requests of the flight; it is remembered when it is complete. */
  public Answer share(
      @Variable("flight") FlightSeat seat,
      @Variable("plan") Plan plan,
      @Variable("answer") Answer answer) {
    Flight flight = seat.flight();
    if (flight == null) {
      return answer;
    }
    ChatRequest request = seat.own();
    CacheKey key = seat.lookup().key();
    Runnable landed = () -> landed(request, key, flight);
    return switch (answer) {
      case Answer.Whole whole -> {
        flight.land();
        flight.end(new GotWhole(plan, whole));
        recorder.record(request, key, whole, landed);
        yield whole;
      }
      case Answer.Plain plain -> {
        // no chat is answered so
        flight.end(new GotNothing());
        landed.run();
        yield plain;
      }
      case Answer.Streaming streaming -> {
        SharedStream stream = shared(request, key, flight, streaming, landed);
        ChunkStream own = Objects.requireNonNull(stream.open());
        closeWithClient(own, request);
        flight.end(new GotStream(plan, streaming, stream));
        yield new Answer.Streaming(streaming.candidate(), own, streaming.startsOver());
      }
    };
  }

  private SharedStream shared(
      ChatRequest request,
      CacheKey key,
      Flight flight,
      Answer.Streaming streaming,
      Runnable landed) {
    return new SharedStream(
        streaming,
        settings.largestAnswer().toBytes(),
        chunks -> {
          flight.land();
          if (chunks == null) {
            landed.run();
          } else {
            recorder.record(request, key, streaming.candidate(), chunks, landed);
          }
        });
  }

  /** How many flights are under way. */
  int underWay() {
    return flights.size();
  }

  private FlightSeat seat(ChatRequest request, CacheLookup lookup) throws InterruptedException {
    CachedAnswer found = lookup.found();
    if (found != null) {
      return remembered(request, lookup, found);
    }
    boolean stream = request.profile().stream();
    var key = new FlightKey(lookup.key(), stream);
    FlightSeat landed = landing(request, lookup, flights.get(new FlightKey(lookup.key(), !stream)));
    if (landed != null) {
      return landed;
    }
    var own = new Flight(request.id());
    Flight there =
        flights.size() < settings.flights() ? flights.putIfAbsent(key, own) : flights.get(key);
    var waiting = there == null || there.isLanding() ? null : there.board();
    if (there != null && waiting != null) {
      FlightSeat shared = follow(request, lookup, there, waiting);
      if (shared != null) {
        return shared;
      }
    }
    landed = landing(request, lookup, there);
    return landed == null ? lead(request, lookup, own) : landed;
  }

  /** What is remembered of a flight whose answer is complete; null when nothing is. */
  private @Nullable FlightSeat landing(
      ChatRequest request, CacheLookup lookup, @Nullable Flight flight)
      throws InterruptedException {
    if (flight == null || !flight.isLanding()) {
      return null;
    }
    flight.awaitStored(lookup.budget().left());
    CacheLookup again = cache.find(lookup.key(), lookup.budget());
    CachedAnswer found = again.found();
    return found == null ? null : remembered(request, again, found);
  }

  private FlightSeat remembered(ChatRequest request, CacheLookup lookup, CachedAnswer answer) {
    return FlightSeat.answered(
        lookup, request, remembered.plan(request, answer), remembered.answer(request, answer));
  }

  private @Nullable FlightSeat follow(
      ChatRequest request, CacheLookup lookup, Flight flight, CompletableFuture<Outcome> waiting)
      throws InterruptedException {
    Runnable leave = once(flight::leave);
    boolean stays = false;
    try {
      CacheLookup shared = lookup.shared();
      switch (Flight.await(waiting, request)) {
        case GotWhole(Plan plan, Answer.Whole whole) -> {
          return FlightSeat.answered(
              shared, request, RememberedReply.shared(plan, flight.leader()), whole);
        }
        case GotReader(Plan plan, Answer.Streaming answer) -> {
          stays = true;
          closeWithClient(answer.chunks(), request);
          leaveWithClient(request, leave);
          return FlightSeat.answered(
              shared, request, RememberedReply.shared(plan, flight.leader()), answer);
        }
        case GotStream neverHandedOut ->
            throw new IllegalStateException("a stream without a reader");
        case GotNothing nothing -> {
          return null;
        }
      }
    } finally {
      if (!stays) {
        leave.run();
      }
    }
  }

  private FlightSeat lead(ChatRequest request, CacheLookup lookup, Flight flight) {
    ClientConnection client = request.call().client();
    leaveWithClient(request, once(flight::leave));
    client.whenOver(
        () -> {
          if (flight.end(new GotNothing())) {
            landed(request, lookup.key(), flight);
          }
        });
    if (request.disconnected().fired()) {
      throw new ClientDisconnected();
    }
    return FlightSeat.leading(lookup, request, asking(request, flight), flight);
  }

  /** The flight is over: nothing of it is kept. */
  private void landed(ChatRequest request, CacheKey key, Flight flight) {
    flight.stored();
    flights.remove(new FlightKey(key, request.profile().stream()), flight);
  }

  private static void closeWithClient(ChunkStream chunks, ChatRequest request) {
    // closed by then, unless the request failed before its stream was read
    request.call().client().whenOver(chunks::close);
  }

  private static void leaveWithClient(ChatRequest request, Runnable leave) {
    request.call().client().whenOver(leave);
    var unused = request.disconnected().on(leave);
  }

  private static Runnable once(Runnable action) {
    var done = new AtomicBoolean();
    return () -> {
      if (done.compareAndSet(false, true)) {
        action.run();
      }
    };
  }

  private static ChatRequest asking(ChatRequest request, Flight flight) {
    HttpCall call = request.call();
    return request.with(call.with(new SharedClient(call.client(), flight.allLeft())));
  }
}
