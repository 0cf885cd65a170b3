package sml.gateway.upstream;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.Attempt.Phase;
import sml.gateway.network.AddressNotPublicException;
import sml.gateway.network.ContentCodingException;
import sml.gateway.network.RedirectTarget;

/** Maps exceptions of the transport to failures of calls that the gateway did not end itself. */
final class TransportFailure {
  private TransportFailure() {}

  static Attempt of(Exception failed, UpstreamCall call, boolean mayRetry) {
    return switch (failed) {
      // established connections have no time-out of their own
      case SocketTimeoutException slow ->
          new Attempt.TimedOut(
              call.candidate(), call.timing(), Phase.CONNECT, call.tools().settings().connect());
      case ConnectionRequestTimeoutException full -> call.broken("no free connection", mayRetry);
      case ConnectException refused -> call.broken("no connection: " + message(refused), mayRetry);
      case AddressNotPublicException refused -> call.broken(message(refused), false);
      case UnknownHostException unknown -> call.broken("unknown host " + message(unknown), false);
      case ContentCodingException unreadable -> call.broken(message(unreadable), false);
      case RedirectTarget.Refused elsewhere -> call.broken(message(elsewhere), false);
      case IOException lost -> call.ended("connection lost: " + message(lost), mayRetry);
      default -> call.broken(message(failed), false);
    };
  }

  private static String message(Exception failed) {
    String message = failed.getMessage();
    return message == null ? failed.getClass().getSimpleName() : message;
  }
}
