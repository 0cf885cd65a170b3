package sml.gateway.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets only those kinds of Jolokia requests through that {@link ConsoleRules} is asked about.
 * Jolokia itself registers listeners of notifications without asking it.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
final class JolokiaTypes extends OncePerRequestFilter {
  private static final String JOLOKIA = "jolokia";
  private static final Set<String> TYPES = Set.of("read", "list", "search", "version", "exec");

  private final ObjectMapper json = new ObjectMapper();

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !path(request).contains(JOLOKIA);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    // the front server has limited its size
    byte[] body = request.getInputStream().readAllBytes();
    if (body.length == 0) {
      answer(request, response, chain, isKnown(typeInPath(request)) ? null : "this type");
      return;
    }
    answer(new WithBody(request, body), response, chain, refused(body));
  }

  private static void answer(
      HttpServletRequest request,
      HttpServletResponse response,
      FilterChain chain,
      @Nullable String refused)
      throws ServletException, IOException {
    if (refused == null) {
      chain.doFilter(request, response);
      return;
    }
    response.setStatus(HttpServletResponse.SC_FORBIDDEN);
    response.setContentType("application/json");
    response
        .getWriter()
        .write("{\"status\":403,\"error\":\"%s is not allowed\"}".formatted(refused));
  }

  /** What in the body is refused, or null. */
  private @Nullable String refused(byte[] body) {
    JsonNode root;
    try {
      root = json.readTree(body);
    } catch (IOException notJson) {
      return "what is not JSON";
    }
    Iterable<JsonNode> requests = root.isArray() ? root : List.of(root);
    for (JsonNode request : requests) {
      if (!isKnown(request.path("type").asText("").toLowerCase(Locale.ROOT))) {
        return "this type";
      }
      if (request.has("target")) {
        return "a target";
      }
    }
    return null;
  }

  private static boolean isKnown(String type) {
    return TYPES.contains(type);
  }

  /** The type of a request that has no body; the version is asked for when it names none. */
  private static String typeInPath(HttpServletRequest request) {
    String parameter = request.getParameter("p");
    String path = parameter == null ? path(request) : JOLOKIA + "/" + parameter;
    String after = path.substring(path.indexOf(JOLOKIA) + JOLOKIA.length());
    return Arrays.stream(after.split("/"))
        .filter(segment -> !segment.isBlank())
        .findFirst()
        .orElse("version")
        .toLowerCase(Locale.ROOT);
  }

  private static String path(HttpServletRequest request) {
    String raw = request.getRequestURI().replace("+", "%2B");
    return URLDecoder.decode(raw, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
  }

  /** The request with its body to be read again. */
  private static final class WithBody extends HttpServletRequestWrapper {
    private final byte[] body;

    WithBody(HttpServletRequest request, byte[] body) {
      super(request);
      this.body = body;
    }

    @Override
    public ServletInputStream getInputStream() {
      var bytes = new ByteArrayInputStream(body);
      return new ServletInputStream() {
        @Override
        public int read() {
          return bytes.read();
        }

        @Override
        public int read(byte[] into, int from, int most) {
          return bytes.read(into, from, most);
        }

        @Override
        public boolean isFinished() {
          return bytes.available() == 0;
        }

        @Override
        public boolean isReady() {
          return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
          throw new UnsupportedOperationException("the body is here already");
        }
      };
    }
  }
}
