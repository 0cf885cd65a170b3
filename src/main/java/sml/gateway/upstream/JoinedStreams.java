package sml.gateway.upstream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.ModelRegistry;
import sml.gateway.catalog.Provider;
import sml.gateway.catalog.RefusedFields;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.hedge.StreamSelection;
import sml.gateway.json.RawObject;
import sml.gateway.json.RawObject.Member;
import sml.gateway.upstream.dialect.Dialect;
import sml.gateway.upstream.dialect.Dialects;
import sml.gateway.upstream.transport.UpstreamSettings;

/**
 * Says which models are asked for a stream that is joined to a whole answer. Not those that refuse
 * streams or report no token counts in them, and not for what streams are known to give
 * differently.
 */
@Component
final class JoinedStreams implements StreamSelection {
  /** The member of a request; among refused fields it says that a model is asked whole. */
  static final String STREAM = "stream";

  /** Members that ask for something that streams give in another form, or not at all. */
  private static final Set<String> ASK_FOR_MORE =
      Set.of("logprobs", "top_logprobs", "audio", "modalities", "web_search_options", "best_of");

  private final UpstreamSettings settings;
  private final Function<String, Optional<Dialect>> dialects;
  private final RefusedFields refused;

  @Autowired
  JoinedStreams(
      UpstreamSettings settings, ModelRegistry registry, Dialects dialects, RefusedFields refused) {
    this(
        settings,
        name -> registry.provider(name).map(Provider::dialect).map(dialects::named),
        refused);
  }

  /**
   * A choice of its own.
   *
   * @param dialects dialect of a provider, by its name
   */
  JoinedStreams(
      UpstreamSettings settings,
      Function<String, Optional<Dialect>> dialects,
      RefusedFields refused) {
    this.settings = settings;
    this.dialects = dialects;
    this.refused = refused;
  }

  @Override
  public Predicate<ModelRef> of(ChatRequest request) {
    if (request.profile().stream()) {
      return model -> true;
    }
    return settings.joinStreams() && isPlain(request.body()) ? this::streams : model -> false;
  }

  private boolean streams(ModelRef ref) {
    return !refused.of(ref).contains(STREAM)
        && dialects.apply(ref.provider()).map(Dialect::streams).orElse(false);
  }

  private static boolean isPlain(RawObject body) {
    for (Member member : body.members()) {
      boolean more = ASK_FOR_MORE.contains(member.name()) && !isOff(body, member);
      if (more || (member.name().equals("n") && !isOne(body))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOff(RawObject body, Member member) {
    return member.isNull() || body.bytes()[member.valueStart()] == 'f';
  }

  private static boolean isOne(RawObject body) {
    try {
      var n = body.node("n");
      return n == null || n.isNull() || (n.isIntegralNumber() && n.asLong() == 1);
    } catch (IOException parsedBefore) {
      throw new UncheckedIOException(parsedBefore);
    }
  }
}
