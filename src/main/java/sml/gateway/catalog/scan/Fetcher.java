package sml.gateway.catalog.scan;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.Provider.Auth;

/** One request through the route {@code fetch}, with a key where one is needed. */
@Component
final class Fetcher {
  private final ProducerTemplate camel;

  Fetcher(ProducerTemplate camel) {
    this.camel = camel;
  }

  /** Asks; a body makes it a POST. Never throws for anything the other side did. */
  Fetched fetch(
      String url, Auth auth, String secret, Map<String, String> extra, byte @Nullable [] body) {
    Map<String, Object> headers = new HashMap<>(extra);
    String target = url;
    if (!secret.isEmpty()) {
      switch (auth.scheme()) {
        case BEARER -> headers.put("Authorization", "Bearer " + secret);
        case HEADER -> headers.put(auth.name(), secret);
        case QUERY ->
            target =
                url
                    + (url.contains("?") ? "&" : "?")
                    + URLEncoder.encode(auth.name(), StandardCharsets.UTF_8)
                    + "="
                    + URLEncoder.encode(secret, StandardCharsets.UTF_8);
        case NONE -> {}
      }
    }
    headers.put("Accept", "application/json");
    headers.put("CamelHttpUri", target);
    headers.put("CamelHttpMethod", body == null ? "GET" : "POST");
    if (body != null) {
      headers.put("Content-Type", "application/json");
    }
    try {
      return camel.requestBodyAndHeaders("direct:fetch", body, headers, Fetched.class);
    } catch (CamelExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return Fetched.nothing(cause.getClass().getSimpleName() + ": " + cause.getMessage());
    }
  }
}
