package sml.gateway.translation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sml.gateway.json.RawObject;
import sml.gateway.translation.ResponsesTools.ToolName;

/**
 * One output item of a stream of OpenAI's Responses, as far as it has come in.
 *
 * @param place its index in the output
 */
sealed interface OutputItem {
  int place();

  String id();

  /** What has come in so far. */
  StringBuilder said();

  /** The item as it stands now. */
  ObjectNode json(String status);

  /** A message, with what is known of its tokens. */
  record Message(int place, String id, StringBuilder said, ArrayNode logprobs)
      implements OutputItem {
    @Override
    public ObjectNode json(String status) {
      return OutputItems.message(id, status, said.toString(), logprobs);
    }
  }

  /** A message in which the model declines. */
  record Declined(int place, String id, StringBuilder said) implements OutputItem {
    @Override
    public ObjectNode json(String status) {
      return OutputItems.declined(id, status, said.toString());
    }
  }

  /** Reasoning, which clients are shown as a summary. */
  record Reasoning(int place, String id, StringBuilder said) implements OutputItem {
    @Override
    public ObjectNode json(String status) {
      return OutputItems.reasoning(id, said.toString());
    }
  }

  /** A call of a function or of a custom tool; it says the arguments of the function. */
  record Call(int place, String id, StringBuilder said, String callId, ToolName tool)
      implements OutputItem {
    @Override
    public ObjectNode json(String status) {
      return OutputItems.call(id, status, callId, tool, said.toString());
    }
  }

  /** All items of a stream, in their order. */
  final class Output {
    private final List<OutputItem> items = new ArrayList<>();
    private final Map<Integer, byte[]> done = new HashMap<>();

    /** The place of the item that comes next. */
    int size() {
      return items.size();
    }

    void add(OutputItem item) {
      items.add(item);
    }

    /** An item that is done stays as it was sent. */
    void done(OutputItem item, byte[] json) {
      done.put(item.place(), json);
    }

    /**
     * All items as a JSON array.
     *
     * @param status of those that are not done
     */
    byte[] json(String status) {
      var array = new ByteArrayOutputStream();
      array.write('[');
      for (OutputItem item : items) {
        if (item.place() > 0) {
          array.write(',');
        }
        byte[] sent = done.get(item.place());
        array.writeBytes(sent == null ? RawObject.bytes(item.json(status)) : sent);
      }
      array.write(']');
      return array.toByteArray();
    }
  }
}
