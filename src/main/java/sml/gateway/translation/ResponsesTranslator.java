package sml.gateway.translation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;
import sml.gateway.chat.GatewayException.NotFound;
import sml.gateway.network.HttpCall;

/**
 * OpenAI's Responses as a chat. No response is stored, so each request brings all of its input, or
 * names items that are still known.
 */
@Component("responses")
final class ResponsesTranslator {
  private final ModelAliases aliases;
  private final NamedItems items;
  private final Clock clock;

  ResponsesTranslator(ModelAliases aliases, NamedItems namedItems, Clock clock) {
    this.aliases = aliases;
    this.items = namedItems;
    this.clock = clock;
  }

  /** How the answer to the call is written, and every error of it. */
  public ResponsesFormat translateOut(@Body HttpCall call) {
    return new ResponsesFormat(call.id(), clock.instant(), items);
  }

  /** The call with the body of a chat request. */
  public HttpCall translateIn(@Body HttpCall call, @Variable("format") ResponsesFormat format) {
    ObjectNode given = ClientBody.read(call);
    ObjectNode body = new ResponsesRequest(given, format, aliases).translate();
    return ClientBody.with(call, body);
  }

  /** Always refuses: what is asked for was not stored. */
  public void refuseStored(@Body HttpCall call) {
    throw new NotFound(
        "Response `%s` was not found: this gateway stores no responses."
            .formatted(call.pathAfter("/v1/responses/")),
        "id",
        "response_not_found");
  }
}
