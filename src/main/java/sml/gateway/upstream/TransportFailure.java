package sml.gateway.upstream;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import sml.gateway.catalog.net.NotPublic;
import sml.gateway.catalog.net.Redirect;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.Attempt.Phase;
import sml.gateway.chat.coding.CodingException;

/** What an exception of the transport says of a call that was not ended by the gateway itself. */
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
      case NotPublic refused -> call.broken(message(refused), false);
      case UnknownHostException unknown -> call.broken("unknown host " + message(unknown), false);
      case CodingException unreadable -> call.broken(message(unreadable), false);
      case Redirect.Refused elsewhere -> call.broken(message(elsewhere), false);
      case IOException lost -> call.ended("connection lost: " + message(lost), mayRetry);
      default -> call.broken(message(failed), false);
    };
  }

  private static String message(Exception failed) {
    String message = failed.getMessage();
    return message == null ? failed.getClass().getSimpleName() : message;
  }
}
