package sml.gateway.upstream;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Answer;
import sml.gateway.chat.Attempt;
import sml.gateway.upstream.transport.ResponseDecoder;
import sml.gateway.upstream.wire.WholeReader;

/** The whole answer of one call, from its body to the end of the attempt. */
final class WholeAnswer {
  private final UpstreamCall call;

  WholeAnswer(UpstreamCall call) {
    this.call = call;
  }

  /** Reads a body that was asked for as a whole. */
  Attempt read(InputStream body, @Nullable String coding) throws IOException {
    int limit = (int) call.tools().settings().answerSize().toBytes();
    byte[] bytes = ResponseDecoder.whole(body, coding, limit + 1, call.large());
    return bytes.length > limit ? tooLarge(limit) : settle(read(bytes));
  }

  WholeReader.Reading read(byte[] json) {
    return new WholeReader(call.expected(), call.tools().clock()).read(json);
  }

  Attempt tooLarge(long limit) {
    return call.end(call.broken("an answer of more than " + limit + " bytes", false), null);
  }

  /** Ends the call by what its answer turned out to be. */
  Attempt settle(WholeReader.Reading reading) {
    return switch (reading) {
      case WholeReader.Broken broken -> call.end(call.ended(broken.what(), false), null);
      case WholeReader.Refused refused ->
          call.end(new Attempt.Refused(call.candidate(), call.timing(), refused.refusal()), null);
      case WholeReader.Whole whole when !whole.hasContent() && !call.question().acceptEmpty() ->
          call.end(call.broken(Attempt.Broken.EMPTY, false), null);
      case WholeReader.Whole whole -> {
        call.tools().reasoning().note(call.candidate().ref(), whole.sign());
        if (!call.claim()) {
          yield call.end(call.lost(), null);
        }
        var answer =
            new Answer.Whole(
                call.candidate(), whole.json(), whole.usage(), whole.text(), whole.finishReason());
        call.calls(whole.calls());
        yield call.end(
            new Attempt.Answered(call.candidate(), call.timing(), answer), whole.usage());
      }
    };
  }
}
