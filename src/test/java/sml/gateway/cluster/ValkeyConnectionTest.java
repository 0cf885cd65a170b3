package sml.gateway.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sml.gateway.testkit.Relay;
import sml.gateway.testkit.TestValkey;

/** The connection to a real Valkey, which goes away and comes back. */
class ValkeyConnectionTest {
  private static final LuaScript ECHO = new LuaScript("return {tonumber(ARGV[1])}");

  private final String prefix = TestReplica.anyPrefix();
  private final Relay wire = new Relay(TestValkey.uri());
  private final TestReplica near = TestReplica.at(prefix);
  private final TestReplica far = TestReplica.at(wire.redisUrl(), prefix);
  private final Board nearBoard = new Board();
  private final Board farBoard = new Board();

  ValkeyConnectionTest() {
    near.cluster().join(nearBoard);
    far.cluster().join(farBoard);
  }

  @AfterEach
  void close() {
    near.close();
    far.close();
    wire.close();
  }

  private @Nullable List<Long> ask(TestReplica replica, String number) {
    return replica.cluster().ask(ECHO, List.of(), List.of(number));
  }

  @Test
  void aRowThatChangesAtOneIsHeardByTheOthersAndNotByItself() {
    near.start();
    far.start();
    nearBoard.put(near, "k", 1);
    TestReplica.settle(near, far);
    assertThat(farBoard.heard).containsExactly(Map.entry("k", "1"));
    assertThat(nearBoard.heard).isEmpty();
  }

  @Test
  void ofTwoRowsTheLaterOneIsKept() {
    near.start();
    far.start();
    nearBoard.put(near, "k", 2);
    TestReplica.settle(near, far);
    farBoard.put(far, "k", 1);
    TestReplica.settle(near, far);
    try (TestReplica late = TestReplica.at(prefix)) {
      Board board = new Board();
      late.cluster().join(board);
      late.start();
      assertThat(board.heard).containsExactly(Map.entry("k", "2"));
    }
  }

  @Test
  void aStartDoesNotNeedValkey() {
    wire.cut();
    far.startAway();
    farBoard.put(far, "k", 1);
    far.awaitLost();
    assertThat(ask(far, "7")).isNull();
    near.start();
    wire.mend();
    far.awaitWell();
    TestReplica.settle(near, far);
    assertThat(nearBoard.heard).containsExactly(Map.entry("k", "1"));
  }

  @Test
  void whatChangedWhileValkeyWasAwayIsPublishedAfterwards() {
    near.start();
    far.start();
    wire.cut();
    far.awaitAway();
    nearBoard.put(near, "n", 1);
    farBoard.put(far, "f", 2);
    assertThat(farBoard.heard).isEmpty();
    wire.mend();
    far.awaitWell();
    TestReplica.settle(near, far);
    assertThat(farBoard.heard).containsExactly(Map.entry("n", "1"));
    assertThat(nearBoard.heard).containsExactly(Map.entry("f", "2"));
  }

  @Test
  void aValkeyThatIsSilentIsGivenUpUntilItAnswersAgain() {
    far.start();
    assertThat(ask(far, "7")).containsExactly(7L);
    wire.freeze();
    assertThat(ask(far, "7")).isNull();
    assertThat(far.cluster().answers()).isFalse();
    far.awaitLost();
    assertThat(far.health().read().alert()).contains("Valkey does not answer");
    assertThat(far.health().read().facts().get("ok")).isEqualTo(false);
    wire.thaw();
    far.awaitWell();
    assertThat(ask(far, "7")).containsExactly(7L);
    assertThat(far.health().read().alert()).isNull();
    assertThat(far.health().read().facts().get("ok")).isEqualTo(true);
  }

  @Test
  void aReplicaThatLeavesIsNoLongerCounted() {
    near.start();
    far.start();
    far.awaitReplicas(2);
    near.close();
    far.awaitReplicas(1);
  }

  @Test
  void anAddressThatIsNoneSaysHowToWriteItAndNotWhatItWas() {
    assertThatThrownBy(() -> new ValkeyConnection("http://me:secret@host", Duration.ofSeconds(2)))
        .hasMessageContaining("REDIS_URL")
        .hasMessageContaining("redis://host:6379")
        .hasMessageNotContaining("secret");
  }

  private static final class Board implements ReplicatedTable {
    private final Map<String, Long> rows = new ConcurrentHashMap<>();
    private final Map<String, String> heard = new ConcurrentHashMap<>();

    void put(TestReplica replica, String key, long stamp) {
      rows.put(key, stamp);
      replica.cluster().changed(this, key);
    }

    @Override
    public String topic() {
      return "board";
    }

    @Override
    public @Nullable Note note(String key) {
      Long row = rows.get(key);
      return row == null ? null : new Note(row, row.toString());
    }

    @Override
    public List<String> keys() {
      return List.copyOf(rows.keySet());
    }

    @Override
    public void receive(String key, String text) {
      heard.put(key, text);
    }
  }
}
