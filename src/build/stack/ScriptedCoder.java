package stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import sml.gateway.simulation.speech.Content;
import sml.gateway.simulation.speech.Reply;
import sml.gateway.simulation.speech.Speaker;
import sml.gateway.testkit.provider.Received;

/** A model that knows one task: it writes a greeting into a file, by the tool of its client. */
sealed interface ScriptedCoder extends Content.Scripted {
  String FILE = "hello.txt";
  String GREETING = "สวัสดี from the gateway";

  /** The request shows that the work of the request before has been done. */
  boolean isRoundTrip(Received request);

  /** Calls a tool once, and is content with its result. */
  record ToolCaller(String tool, String arguments) implements ScriptedCoder {
    private static final String CALL = "call_writesTheGreeting00000001";

    @Override
    public Reply reply(Speaker speaker) {
      JsonNode request = parse(speaker.raw());
      if (hasResult(request)) {
        return speaker.text("The greeting is in " + FILE + ".");
      }
      if (request.path("tools").findValuesAsText("name").contains(tool)) {
        var call = new Reply.ToolCall(CALL, tool, arguments);
        Content.ThoughtField none = Content.ThoughtField.REASONING;
        return new Reply("", "", none, List.of(call), Content.ToolForm.OPENAI, 1_000);
      }
      return speaker.reply(new Content.Lifelike(true, false));
    }

    @Override
    public boolean isRoundTrip(Received request) {
      return hasResult(request.json());
    }

    private static boolean hasResult(JsonNode request) {
      for (JsonNode message : request.path("messages")) {
        if (message.path("tool_call_id").asText().equals(CALL)) {
          return true;
        }
      }
      return false;
    }
  }

  /** Writes the file into its answer: wrongly at first, rightly once a test has failed. */
  record Editor() implements ScriptedCoder {
    private static final String WRONG = "good morning";

    @Override
    public Reply reply(Speaker speaker) {
      String line = speaker.raw().contains(WRONG) ? GREETING : WRONG;
      return speaker.text(FILE + "\n```\n" + line + "\n```\n");
    }

    @Override
    public boolean isRoundTrip(Received request) {
      return request.text().contains(WRONG);
    }
  }

  /** Calls no tool. */
  record Talker() implements ScriptedCoder {
    @Override
    public Reply reply(Speaker speaker) {
      return speaker.reply(new Content.Lifelike(true, false));
    }

    @Override
    public boolean isRoundTrip(Received request) {
      return false;
    }
  }

  private static JsonNode parse(String json) {
    try {
      return Http.JSON.readTree(json);
    } catch (JsonProcessingException notJson) {
      throw new IllegalArgumentException(notJson);
    }
  }
}
