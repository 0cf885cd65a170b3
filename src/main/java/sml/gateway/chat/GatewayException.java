package sml.gateway.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sml.gateway.json.RawObject;

/** The failures that end a request without an answer, one case per remedy of the caller. */
public abstract sealed class GatewayException extends RuntimeException {

  private GatewayException(String message) {
    super(message, null, false, false);
  }

  /** Makes something of the bytes of a JSON object. */
  @FunctionalInterface
  public interface JsonReading<T> {
    T read(byte[] json) throws IOException;
  }

  /** The request itself is wrong; {@code param} names the field. */
  public static final class InvalidRequest extends GatewayException {
    private final int status;
    private final @Nullable String param;
    private final @Nullable String code;

    public InvalidRequest(
        int status, String message, @Nullable String param, @Nullable String code) {
      super(message);
      this.status = status;
      this.param = param;
      this.code = code;
    }

    public InvalidRequest(String message, @Nullable String param) {
      this(400, message, param, "invalid_request");
    }

    /** The request lacks a field. */
    public static InvalidRequest missing(String param) {
      return new InvalidRequest(
          400,
          "Missing required parameter: '%s'.".formatted(param),
          param,
          "missing_required_parameter");
    }

    /** The value of a field is wrong. */
    public static InvalidRequest value(String param, String why) {
      return new InvalidRequest(
          400, "Invalid '%s': %s.".formatted(param, why), param, "invalid_value");
    }

    /**
     * Reads the JSON object of a request.
     *
     * @throws InvalidRequest when the body is none
     */
    public static <T> T readJson(byte[] body, JsonReading<T> reading) {
      if (body.length == 0) {
        throw new InvalidRequest("The request body is empty; a JSON object is expected.", null);
      }
      try {
        return reading.read(body);
      } catch (JsonProcessingException malformed) {
        throw new InvalidRequest(
            "We could not parse the JSON body of your request: " + RawObject.flaw(malformed), null);
      } catch (IOException unexpected) {
        throw new InvalidRequest("We could not read the body of your request.", null);
      }
    }

    public int status() {
      return status;
    }

    public @Nullable String param() {
      return param;
    }

    public @Nullable String code() {
      return code;
    }
  }

  /** The thing that was asked for does not exist. */
  public static final class NotFound extends GatewayException {
    private final @Nullable String param;
    private final String code;

    public NotFound(String message, @Nullable String param, String code) {
      super(message);
      this.param = param;
      this.code = code;
    }

    /** The standard answer for an unknown model. */
    public static NotFound model(String id) {
      return new NotFound(
          "The model `%s` does not exist or you do not have access to it.".formatted(id),
          "model",
          "model_not_found");
    }

    /** The answer when none of these models is known. */
    public static NotFound models(List<String> ids) {
      return ids.size() == 1
          ? model(ids.getFirst())
          : new NotFound(
              "The models `%s` do not exist or you do not have access to them."
                  .formatted(String.join("`, `", ids)),
              "models",
              "model_not_found");
    }

    public @Nullable String param() {
      return param;
    }

    public String code() {
      return code;
    }
  }

  /** The caller may not do this: foreign host or origin, missing key. */
  public static final class NotAllowed extends GatewayException {
    private final int status;
    private final String code;

    public NotAllowed(int status, String message, String code) {
      super(message);
      this.status = status;
      this.code = code;
    }

    public int status() {
      return status;
    }

    public String code() {
      return code;
    }
  }

  /**
   * No candidate fits the request, or every one of them is cooling down until {@code retryAfter}.
   */
  public static final class NoModelFits extends GatewayException {
    private final @Nullable Duration retryAfter;

    public NoModelFits(String message, @Nullable Duration retryAfter) {
      super(message);
      this.retryAfter = retryAfter;
    }

    public @Nullable Duration retryAfter() {
      return retryAfter;
    }
  }

  /** Candidates were asked and none of them answered; {@code refusal} is what the client gets. */
  public static final class UpstreamFailed extends GatewayException {
    private final Refusal refusal;

    public UpstreamFailed(Refusal refusal) {
      super(refusal.message());
      this.refusal = refusal;
    }

    public Refusal refusal() {
      return refusal;
    }
  }

  /** The client closed its connection; no client is left to answer. */
  public static final class ClientDisconnected extends GatewayException {
    public ClientDisconnected() {
      super("the client has left");
    }
  }
}
