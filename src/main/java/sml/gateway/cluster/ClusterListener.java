package sml.gateway.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Body;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes messages of the other replicas to the table they concern; called by the cluster route. */
final class ClusterListener {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterListener.class);
  private static final String LIFE = "life";

  private final String me;
  private final ObjectMapper json;
  private final Map<String, ReplicatedTable> tables = new ConcurrentHashMap<>();
  private Runnable heard = () -> {};

  private record Item(String from, String topic, String key, String text) {}

  ClusterListener(String me, ObjectMapper json) {
    this.me = me;
    this.json = json;
  }

  /** The name of this replica. */
  String me() {
    return me;
  }

  /** Runs when the replica's own heartbeat comes back. */
  void onLife(Runnable action) {
    heard = action;
  }

  void join(ReplicatedTable replicatedTable) {
    if (tables.putIfAbsent(replicatedTable.topic(), replicatedTable) != null) {
      throw new IllegalStateException("two memories are called " + replicatedTable.topic());
    }
  }

  List<ReplicatedTable> tables() {
    return List.copyOf(tables.values());
  }

  /** A message of this replica. */
  String write(String topic, String key, String text) {
    try {
      return json.writeValueAsString(new Item(me, topic, key, text));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  String signOfLife() {
    return write(LIFE, "", "");
  }

  /** Handles one message; one that cannot be read may come from another version and is ignored. */
  public void receive(@Body String message) {
    try {
      Item item = json.readValue(message, Item.class);
      ReplicatedTable replicatedTable = tables.get(item.topic());
      if (!item.from().equals(me) && replicatedTable != null) {
        replicatedTable.receive(item.key(), item.text());
      } else if (item.from().equals(me) && item.topic().equals(LIFE)) {
        heard.run();
      }
    } catch (JsonProcessingException | RuntimeException strange) {
      LOG.debug("event=message_not_understood cause={}", strange.toString());
    }
  }
}
