package sml.gateway.openapi;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;
import sml.gateway.chat.GatewayException;
import sml.gateway.network.HttpCall;
import sml.gateway.network.HttpReply;

/** {@code GET /docs}: the API to browse and try out, with Swagger UI from a WebJar, offline. */
@Component("docsPage")
final class DocsPage {
  /** The one of all pages; Swagger UI draws its arrows from data: addresses in its style. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  private static final String WEBJAR = "classpath*:META-INF/resources/webjars/swagger-ui/*/";
  private static final Map<String, String> TYPES =
      Map.of("css", "text/css; charset=utf-8", "js", "text/javascript; charset=utf-8");

  private final HttpReply page;
  private final Map<String, byte[]> files;

  DocsPage() throws IOException {
    byte[] html = one("classpath*:openapi/docs.html");
    page =
        new HttpReply(
            200,
            Map.of(
                "content-type", "text/html; charset=utf-8",
                "cache-control", "no-cache",
                "content-security-policy", POLICY,
                "referrer-policy", "no-referrer"),
            new HttpReply.Bytes(html));
    files =
        Map.of(
            "docs.js", one("classpath*:openapi/docs.js"),
            "docs.css", one("classpath*:openapi/docs.css"),
            "swagger-ui.css", one(WEBJAR + "swagger-ui.css"),
            "swagger-ui-bundle.js", one(WEBJAR + "swagger-ui-bundle.js"));
  }

  private static byte[] one(String pattern) throws IOException {
    Resource[] found = new PathMatchingResourcePatternResolver().getResources(pattern);
    if (found.length == 0) {
      throw new IOException(pattern + " is not on the class path");
    }
    return found[0].getContentAsByteArray();
  }

  /** The page. */
  public HttpReply show() {
    return page;
  }

  /** A file of the page. */
  public HttpReply file(HttpCall call) {
    String name = call.path().substring(call.path().lastIndexOf('/') + 1);
    byte[] bytes = files.get(name);
    if (bytes == null || !call.path().equals("/docs/" + name)) {
      throw new GatewayException.NotFound("There is no such file.", "path", "not_found");
    }
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("content-type", TYPES.getOrDefault(ending(name), "application/octet-stream"));
    headers.put("cache-control", "public, max-age=3600");
    return new HttpReply(200, headers, new HttpReply.Bytes(bytes));
  }

  private static String ending(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
