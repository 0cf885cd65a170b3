package sml.gateway.reply;

import org.springframework.stereotype.Component;
import sml.gateway.chat.GatewayException.NotBuilt;
import sml.gateway.network.HttpCall;

/** Answers for endpoints that the contract names and this version does not have yet. */
@Component("notImplemented")
final class NotImplementedReply {

  /** Always refuses, with a message that says so. */
  public void refuse(HttpCall call) {
    throw new NotBuilt(
        "%s %s is not built yet in this version of the gateway."
            .formatted(call.method(), call.path()));
  }
}
