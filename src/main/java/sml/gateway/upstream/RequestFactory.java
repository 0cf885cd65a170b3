package sml.gateway.upstream;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.Keyring.ApiKey;
import sml.gateway.catalog.Model;
import sml.gateway.catalog.ModelRegistry;
import sml.gateway.catalog.Provider;
import sml.gateway.catalog.RefusedFields;
import sml.gateway.chat.ChatRequest.Operation;
import sml.gateway.chat.ModelRef;
import sml.gateway.upstream.AttemptRunner.AttemptRequest;
import sml.gateway.upstream.dialect.Dialect;
import sml.gateway.upstream.dialect.Dialects;
import sml.gateway.upstream.dialect.PlainRequests;
import sml.gateway.upstream.dialect.PlainRequests.PlainRequest;
import sml.gateway.upstream.dialect.RequestShaper;
import sml.gateway.upstream.dialect.ShapeTarget;
import sml.gateway.upstream.transport.Transport;

/** Makes the request a provider wants: its URL, its way of carrying a key, its dialect. */
@Component
final class RequestFactory {
  /** The dialect in which a request names the provider that a reseller must use. */
  private static final String ROUTES_BY_BODY = "openrouter";

  private final Transport transport;
  private final RequestShaper shaper;
  private final Dialects dialects;
  private final ModelRegistry registry;
  private final ToolCallIds toolCallIds;
  private final RefusedFields refused;
  private final JoinedStreams joinedStreams;
  private final PlainRequests plainRequests;

  /**
   * A request that is not sent yet.
   *
   * @param streamed it asks for a stream, be it for the client or to be joined
   * @param startsOver its answer will repeat what the client already has
   * @param additions what the client did not send
   */
  record Prepared(HttpPost post, boolean streamed, boolean startsOver, AddedMembers additions) {}

  RequestFactory(
      Transport transport,
      RequestShaper shaper,
      Dialects dialects,
      ModelRegistry registry,
      ToolCallIds toolCallIds,
      RefusedFields refused,
      JoinedStreams joinedStreams,
      PlainRequests plainRequests) {
    this.transport = transport;
    this.shaper = shaper;
    this.dialects = dialects;
    this.registry = registry;
    this.toolCallIds = toolCallIds;
    this.refused = refused;
    this.joinedStreams = joinedStreams;
    this.plainRequests = plainRequests;
  }

  Prepared prepare(AttemptRequest question, Provider provider, ApiKey key) {
    return question.request().operation() == Operation.CHAT
        ? chat(question, provider, key)
        : plain(question, provider, key);
  }

  private Prepared plain(AttemptRequest question, Provider provider, ApiKey key) {
    PlainRequest request =
        plainRequests.of(question.request(), question.candidate().ref(), without(question));
    URI endpoint = URI.create(provider.baseUrl() + question.request().operation().path());
    HttpPost post =
        transport.prepare(
            url(endpoint, provider, key),
            headers(provider, key),
            request.body(),
            provider.guarded());
    post.setEntity(new ByteArrayEntity(request.body(), ContentType.parse(request.contentType())));
    var additions = new AddedMembers(request.added(), Set.of(), false);
    return new Prepared(post, false, false, additions);
  }

  private Prepared chat(AttemptRequest question, Provider provider, ApiKey key) {
    Dialect dialect = dialects.named(provider.dialect());
    String begun = dialect.continues() ? question.prefill() : null;
    boolean startsOver = question.startsOver() || (question.prefill() != null && begun == null);
    ModelRef ref = question.candidate().ref();
    boolean streamed = streamed(question);
    int longest = registry.model(ref).map(Model::maxOutputTokens).orElse(0);
    var shapeTarget =
        new ShapeTarget(
            ref.model(),
            dialect,
            streamed,
            longest,
            dialect.name().equals(ROUTES_BY_BODY) ? provider.resoldAs() : null,
            without(question));
    var shaped =
        shaper.shape(toolCallIds.restored(question.request().body(), ref), shapeTarget, begun);
    return new Prepared(
        transport.prepare(
            url(provider.chatEndpoint(), provider, key),
            headers(provider, key),
            shaped.bytes(),
            provider.guarded()),
        streamed,
        startsOver,
        new AddedMembers(shaped.added(), dialect.defaults().keySet(), begun != null));
  }

  private boolean streamed(AttemptRequest question) {
    boolean joined =
        question.hedge() != null
            && !question.without().contains(JoinedStreams.STREAM)
            && joinedStreams.of(question.request()).test(question.candidate().ref());
    return joined || question.request().profile().stream();
  }

  private Set<String> without(AttemptRequest question) {
    Set<String> known = refused.of(question.candidate().ref());
    if (question.without().isEmpty()) {
      return known;
    }
    Set<String> both = new HashSet<>(known);
    both.addAll(question.without());
    return both;
  }

  private static URI url(URI url, Provider provider, ApiKey key) {
    if (provider.auth().scheme() != Provider.Auth.Scheme.QUERY || key.secret().isEmpty()) {
      return url;
    }
    String parameter =
        provider.auth().name() + "=" + URLEncoder.encode(key.secret(), StandardCharsets.UTF_8);
    return URI.create(url + (url.getRawQuery() == null ? "?" : "&") + parameter);
  }

  private static Map<String, String> headers(Provider provider, ApiKey key) {
    Map<String, String> headers = new HashMap<>(provider.headers());
    headers.put("User-Agent", "SMLGateway");
    if (!key.secret().isEmpty()) {
      switch (provider.auth().scheme()) {
        case BEARER -> headers.put("Authorization", "Bearer " + key.secret());
        case HEADER -> headers.put(provider.auth().name(), key.secret());
        case QUERY, NONE -> {}
      }
    }
    return headers;
  }
}
