package sml.gateway.routing;

import java.io.IOException;
import org.springframework.stereotype.Component;
import sml.gateway.chat.GatewayException.InvalidRequest;
import sml.gateway.chat.GatewayException.NotFound;
import sml.gateway.json.RawObject;
import sml.gateway.network.HttpCall;

/** Says early that a model does not exist, for calls that are not planned like a chat. */
@Component("modelLookup")
final class ModelLookup {
  private final ModelNames names;

  ModelLookup(ModelNames names) {
    this.names = names;
  }

  /**
   * Lets the call pass when its body names a known model, a virtual one or none.
   *
   * @throws NotFound when no provider lists the model
   * @throws InvalidRequest when the body is no JSON object
   */
  public void require(HttpCall call) {
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
