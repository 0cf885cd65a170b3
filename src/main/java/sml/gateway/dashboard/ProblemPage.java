package sml.gateway.dashboard;

import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import sml.gateway.chat.GatewayException;
import sml.gateway.network.HttpCall;
import sml.gateway.network.HttpReply;

/** What is shown in place of a page that cannot be made. */
@Component("problemPage")
final class ProblemPage {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemPage.class);

  private final PageRenderer renderer;

  ProblemPage(PageRenderer renderer) {
    this.renderer = renderer;
  }

  public HttpReply show(
      @ExchangeProperty(HttpCall.PROPERTY) HttpCall call,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Throwable failure) {
    return switch (failure) {
      case GatewayException known -> page(call, 400, "input");
      case DataAccessException away -> page(call, 503, "database");
      default -> {
        LOG.error("event=page_failed path={}", call.path(), failure);
        yield page(call, 500, "failed");
      }
    };
  }

  private HttpReply page(HttpCall call, int status, String problem) {
    return renderer.render(call, status, "problem", Map.of("problem", problem));
  }
}
