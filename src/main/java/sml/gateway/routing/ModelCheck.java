package sml.gateway.routing;

import java.io.IOException;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Call;
import sml.gateway.chat.GatewayException.InvalidRequest;
import sml.gateway.chat.GatewayException.NotFound;
import sml.gateway.chat.RawObject;

/** Says early that a model does not exist, for calls that are not planned like a chat. */
@Component("modelCheck")
final class ModelCheck {
  private final ModelNames names;

  ModelCheck(ModelNames names) {
    this.names = names;
  }

  /**
   * Lets the call pass when its body names a known model, a virtual one or none.
   *
   * @throws NotFound when nobody lists the model
   * @throws InvalidRequest when the body is no JSON object
   */
  public void require(Call call) {
    if (!call.method().equals("POST")) {
      return;
    }
    try {
      String model = RawObject.parse(call.body()).text("model");
      if (model != null && !model.equals("auto") && !model.startsWith("sml/")) {
        names.resolve(model);
      }
    } catch (IOException malformed) {
      throw new InvalidRequest("We could not parse the JSON body of your request.", null);
    }
  }
}
