package sml.gateway.network;

import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** No connection was made to a host because one of its addresses is not public. */
public final class AddressNotPublicException extends UnknownHostException {
  private static final int DEEPEST = 10;

  AddressNotPublicException(String message) {
    super(message);
  }

  /** The refusal among the causes of a failure, null when it had another reason. */
  public static @Nullable AddressNotPublicException in(@Nullable Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < DEEPEST; depth++, cause = cause.getCause()) {
      if (cause instanceof AddressNotPublicException refusal) {
        return refusal;
      }
    }
    return null;
  }
}
