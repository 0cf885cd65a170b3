package sml.gateway.network;

import java.util.Map;

/**
 * What the front server writes back; the body of an exchange that leaves a route.
 *
 * @param headers header values by name; {@code content-length} is added by the front
 */
public record HttpReply(int status, Map<String, String> headers, Content content) {

  /** The body: known bytes, or a stream that writes itself. */
  public sealed interface Content {}

  /** A body that is complete. */
  public record Bytes(byte[] bytes) implements Content {}

  /** A body that is produced while it is written, on the thread of the exchange. */
  @FunctionalInterface
  public non-sealed interface Stream extends Content {
    /** Writes the whole body; returns when it is complete. */
    void writeTo(ClientConnection client);

    /**
     * False when it needs nothing of the routes once it has begun: then it may last as long as its
     * client stays, and edited routes are taken over meanwhile.
     */
    default boolean needsRoutes() {
      return true;
    }
  }

  /** A complete JSON body. */
  public static HttpReply json(int status, byte[] json) {
    return new HttpReply(status, Map.of("content-type", "application/json"), new Bytes(json));
  }
}
