package sml.gateway.reply;

import org.springframework.stereotype.Component;
import sml.gateway.chat.Call;
import sml.gateway.chat.GatewayException.NotBuilt;

/** Answers for endpoints that the contract names and this version does not have yet. */
@Component("notBuiltYet")
final class NotBuiltYet {

  /** Always refuses, with a message that says so. */
  public void tell(Call call) {
    throw new NotBuilt(
        "%s %s is not built yet in this version of the gateway."
            .formatted(call.method(), call.path()));
  }
}
