package sml.gateway.translation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.format.AnswerFormat;
import sml.gateway.chat.format.CompletionFormat;
import sml.gateway.json.RawObject;
import sml.gateway.network.HttpCall;
import sml.gateway.network.HttpReply;

/** Anthropic's Messages as a chat. */
@Component("messages")
final class MessagesTranslator {
  private static final String VERSION = "anthropic-version";

  private final ModelAliases aliases;
  private final TranslationSettings settings;

  MessagesTranslator(ModelAliases aliases, TranslationSettings settings) {
    this.aliases = aliases;
    this.settings = settings;
  }

  /** How the answer to the call is written, and every error of it. */
  public MessagesFormat translateOut(@Body HttpCall call) {
    return new MessagesFormat(call.id());
  }

  /** How errors of a path are written that both OpenAI's and Anthropic's clients call. */
  public AnswerFormat sharedOut(@ExchangeProperty(HttpCall.PROPERTY) HttpCall call) {
    return call.header(VERSION) == null ? CompletionFormat.CHAT : new MessagesFormat(call.id());
  }

  /** The call with the body of a chat request. */
  public HttpCall translateIn(@Body HttpCall call, @Variable("format") MessagesFormat format) {
    ObjectNode body =
        new MessagesRequest(ClientBody.read(call), format, aliases, settings.longestAnswer())
            .translate();
    return ClientBody.with(call, body);
  }

  /** The size of the prompt as routing estimates it. */
  public HttpReply count(@Variable("request") ChatRequest request) {
    ObjectNode count = ClientBody.object().put("input_tokens", request.profile().estimatedTokens());
    return HttpReply.json(200, RawObject.bytes(count));
  }
}
