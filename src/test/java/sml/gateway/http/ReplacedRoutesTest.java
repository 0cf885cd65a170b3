package sml.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Calls that arrive while one set of routes takes the place of another. */
class ReplacedRoutesTest {
  @Test
  void aCallWhoseBodyComesAfterOtherRoutesWereShownGoesToThose() throws Exception {
    try (var front =
            TestFront.usual().route("/size", call -> TestFront.text("" + call.body().length));
        var others = front.otherRoutes("/size", call -> TestFront.text("other routes"));
        Socket socket = front.connect()) {
      front.engine.show(front.camel);
      TestFront.send(socket, TestFront.head("POST /size", "content-length: 4") + "12");
      Awaitility.await().until(() -> front.limiter.inWork() == 1);
      front.engine.show(others);
      TestFront.send(socket, "34");
      assertThat(TestFront.reply(socket)).endsWith("other routes");
    }
  }
}
