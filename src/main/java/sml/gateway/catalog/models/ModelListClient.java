package sml.gateway.catalog.models;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.Provider.Auth;
import sml.gateway.catalog.updates.PageClient;
import sml.gateway.network.AddressNotPublicException;
import sml.gateway.network.RedirectTarget;
import sml.gateway.network.UrlRule;

/** One request through the routes of {@code fetch}, with a key where one is needed. */
@Component
final class ModelListClient implements PageClient {
  private static final String URL = "CamelHttpUri";

  private final ProducerTemplate camel;

  ModelListClient(ProducerTemplate camel) {
    this.camel = camel;
  }

  /**
   * A request.
   *
   * @param secret empty without a key
   * @param extra further headers
   * @param body makes it a POST
   * @param guarded only if it is plain HTTPS and lies on the public internet
   */
  record Request(
      String url,
      Auth auth,
      String secret,
      Map<String, String> extra,
      byte @Nullable [] body,
      boolean guarded) {}

  /** Asks, at the same place also a second time; never throws for what the other side did. */
  ModelListResponse fetch(Request request) {
    Map<String, Object> headers = headers(request);
    for (int followed = 0; ; followed++) {
      String url = String.valueOf(headers.get(URL));
      ModelListResponse answer = once(request, url, headers);
      try {
        URI next =
            RedirectTarget.next(URI.create(url), answer.status(), answer.location(), followed);
        if (next == null) {
          return answer;
        }
        headers.put(URL, next.toString());
      } catch (RedirectTarget.Refused elsewhere) {
        return ModelListResponse.nothing(String.valueOf(elsewhere.getMessage()));
      } catch (IllegalArgumentException noUrl) {
        return answer;
      }
    }
  }

  private ModelListResponse once(Request request, String url, Map<String, Object> headers) {
    String problem = request.guarded() ? UrlRule.problem(url) : null;
    if (problem != null) {
      return ModelListResponse.forbidden("refused: " + problem);
    }
    String route = request.guarded() ? "direct:fetch-public" : "direct:fetch";
    try {
      return camel.requestBodyAndHeaders(route, request.body(), headers, ModelListResponse.class);
    } catch (CamelExecutionException e) {
      AddressNotPublicException refusal = AddressNotPublicException.in(e);
      if (refusal != null) {
        return ModelListResponse.forbidden(String.valueOf(refusal.getMessage()));
      }
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return ModelListResponse.nothing(
          cause.getClass().getSimpleName() + ": " + cause.getMessage());
    }
  }

  private static Map<String, Object> headers(Request request) {
    Map<String, Object> headers = new HashMap<>(request.extra());
    String url = request.url();
    if (!request.secret().isEmpty()) {
      switch (request.auth().scheme()) {
        case BEARER -> headers.put("Authorization", "Bearer " + request.secret());
        case HEADER -> headers.put(request.auth().name(), request.secret());
        case QUERY ->
            url =
                url
                    + (url.contains("?") ? "&" : "?")
                    + URLEncoder.encode(request.auth().name(), StandardCharsets.UTF_8)
                    + "="
                    + URLEncoder.encode(request.secret(), StandardCharsets.UTF_8);
        case NONE -> {}
      }
    }
    headers.put("Accept", "application/json");
    headers.put(URL, url);
    headers.put("CamelHttpMethod", request.body() == null ? "GET" : "POST");
    if (request.body() != null) {
      headers.put("Content-Type", "application/json");
    }
    return headers;
  }

  @Override
  public Page get(String url, boolean guarded) {
    var request = new Request(url, Auth.BEARER, "", Map.of(), null, guarded);
    ModelListResponse found = once(request, url, headers(request));
    return new Page(
        found.status(), found.body(), found.location(), found.problem(), found.forbidden());
  }
}
