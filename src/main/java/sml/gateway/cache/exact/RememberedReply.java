package sml.gateway.cache.exact;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;
import sml.gateway.cache.CacheSettings;
import sml.gateway.cache.CachedAnswer;
import sml.gateway.chat.Answer;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.Plan;
import sml.gateway.chat.PlanStep;
import sml.gateway.json.RawObject;

/** A remembered answer in the form its client wants, under an id of its own. */
@Component
final class RememberedReply {
  private final CacheSettings settings;
  private final Clock clock;

  RememberedReply(CacheSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  Answer answer(ChatRequest request, CachedAnswer found) {
    var candidate = new Candidate(found.model(), false, 0, null, 1, "remembered");
    try {
      byte[] json = renamed(request, found.json());
      if (!request.profile().stream()) {
        return new Answer.Whole(candidate, json, found.usage(), found.text(), found.finishReason());
      }
      ObjectNode tree = RawObject.parse(json).tree();
      return new Answer.Streaming(
          candidate, new ReplayedStream(request, settings, tree, found.usage()), false);
    } catch (IOException parsedBefore) {
      throw new UncheckedIOException(parsedBefore);
    }
  }

  private static byte[] renamed(ChatRequest request, byte[] json) throws IOException {
    String created = Long.toString(request.receivedAt().getEpochSecond());
    return RawObject.parse(json)
        .edit()
        .setText("id", "chatcmpl-" + request.id())
        .set("created", created.getBytes(StandardCharsets.US_ASCII))
        .toBytes();
  }

  /** The plan of a request that no model was asked for. */
  Plan plan(ChatRequest request, CachedAnswer found) {
    long seconds = Duration.between(found.storedAt(), clock.instant()).toSeconds();
    return Plan.of(
        request.profile().category(),
        false,
        List.of(),
        List.of(),
        PlanStep.Settled.NOTHING,
        "remembered answer of %s, %d s old, entry %s"
            .formatted(found.model(), Math.max(0, seconds), found.id()));
  }

  /** The plan of a request that gets the answer another one asked for. */
  static Plan shared(Plan plan, String leader) {
    return Plan.of(
        plan.category(),
        plan.explicit(),
        plan.candidates(),
        plan.dropped(),
        plan.next(),
        "shares the answer of the equal request " + leader + "; " + plan.note());
  }
}
