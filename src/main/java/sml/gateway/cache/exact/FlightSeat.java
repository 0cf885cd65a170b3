package sml.gateway.cache.exact;

import org.jspecify.annotations.Nullable;
import sml.gateway.cache.CacheLookup;
import sml.gateway.chat.Answer;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.Plan;

/**
 * How a request that may be answered from a cache goes on; the variable {@code flight} of the chat
 * route.
 *
 * @param own the request as it was admitted
 * @param asking the request to ask with: its client is there as long as any client of the flight
 * @param flight the flight it leads; null when it has an answer
 * @param plan how the answer came about; null when there is none yet
 * @param answer the remembered or shared answer; null when it has to be asked for
 */
record FlightSeat(
    CacheLookup lookup,
    ChatRequest own,
    ChatRequest asking,
    @Nullable Flight flight,
    @Nullable Plan plan,
    @Nullable Answer answer) {

  /** A request that has its answer. */
  static FlightSeat answered(CacheLookup lookup, ChatRequest request, Plan plan, Answer answer) {
    return new FlightSeat(lookup, request, request, null, plan, answer);
  }

  /** A request that asks. */
  static FlightSeat leading(
      CacheLookup lookup, ChatRequest own, ChatRequest asking, Flight flight) {
    return new FlightSeat(lookup, own, asking, flight, null, null);
  }
}
