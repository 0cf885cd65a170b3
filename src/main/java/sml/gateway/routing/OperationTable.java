package sml.gateway.routing;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import sml.gateway.chat.ChatRequest.Operation;

/** Which models and providers do what is no chat, from {@code catalog/operations.json}. */
@Component
final class OperationTable {
  private static final String TABLE = "/catalog/operations.json";

  private final Map<Operation, Row> rows = new EnumMap<>(Operation.class);

  /**
   * What is known of one operation.
   *
   * @param models ids without their provider, in lower case, the one to prefer first
   * @param providers providers that offer it, by name
   */
  record Row(List<String> models, List<String> providers) {}

  /** Reads the table; a table that cannot be read is a broken build. */
  OperationTable() {
    try (InputStream in = OperationTable.class.getResourceAsStream(TABLE)) {
      if (in == null) {
        throw new IllegalStateException(TABLE + " is not on the class path");
      }
      var mapper = new JsonMapper();
      for (var row : mapper.readTree(in).properties()) {
        rows.put(Operation.valueOf(row.getKey()), mapper.treeToValue(row.getValue(), Row.class));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(TABLE, e);
    }
  }

  /** The row of an operation; empty lists for one that the table does not know. */
  Row of(Operation operation) {
    return rows.getOrDefault(operation, new Row(List.of(), List.of()));
  }
}
