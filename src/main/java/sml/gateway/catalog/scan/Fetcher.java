package sml.gateway.catalog.scan;

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
import sml.gateway.catalog.growth.Lookup;
import sml.gateway.catalog.net.NotPublic;
import sml.gateway.catalog.net.Redirect;
import sml.gateway.catalog.net.UrlRule;

/** One request through the routes of {@code fetch}, with a key where one is needed. */
@Component
final class Fetcher implements Lookup {
  private static final String URL = "CamelHttpUri";

  private final ProducerTemplate camel;

  Fetcher(ProducerTemplate camel) {
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
  Fetched fetch(Request request) {
    Map<String, Object> headers = headers(request);
    for (int followed = 0; ; followed++) {
      String url = String.valueOf(headers.get(URL));
      Fetched answer = once(request, url, headers);
      try {
        URI next = Redirect.next(URI.create(url), answer.status(), answer.location(), followed);
        if (next == null) {
          return answer;
        }
        headers.put(URL, next.toString());
      } catch (Redirect.Refused elsewhere) {
        return Fetched.nothing(String.valueOf(elsewhere.getMessage()));
      } catch (IllegalArgumentException noUrl) {
        return answer;
      }
    }
  }

  private Fetched once(Request request, String url, Map<String, Object> headers) {
    String problem = request.guarded() ? UrlRule.problem(url) : null;
    if (problem != null) {
      return Fetched.forbidden("refused: " + problem);
    }
    String route = request.guarded() ? "direct:fetch-public" : "direct:fetch";
    try {
      return camel.requestBodyAndHeaders(route, request.body(), headers, Fetched.class);
    } catch (CamelExecutionException e) {
      NotPublic refusal = NotPublic.in(e);
      if (refusal != null) {
        return Fetched.forbidden(String.valueOf(refusal.getMessage()));
      }
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return Fetched.nothing(cause.getClass().getSimpleName() + ": " + cause.getMessage());
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
    Fetched found = once(request, url, headers(request));
    return new Page(
        found.status(), found.body(), found.location(), found.problem(), found.forbidden());
  }
}
