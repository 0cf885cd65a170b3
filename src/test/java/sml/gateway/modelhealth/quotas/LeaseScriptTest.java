package sml.gateway.modelhealth.quotas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sml.gateway.cluster.LuaScript;
import sml.gateway.cluster.TestReplica;

/** What the ledger in a real Valkey grants of a limit of 60. */
class LeaseScriptTest {
  private static final LuaScript LEASE = LuaScript.load("lease");
  private static final long LIMIT = 60;
  private static final long BUCKETS = 62;

  private final TestReplica replica = TestReplica.at(TestReplica.anyPrefix()).start();
  private final String living = replica.cluster().me();

  @BeforeEach
  void theGraceHasPassed() throws Exception {
    replica.awaitReplicas(1);
    granted(living, 0, 0, 0);
  }

  @AfterEach
  void close() {
    replica.close();
  }

  private long granted(String who, long bucket, long held, long want, long... sent)
      throws Exception {
    List<String> arguments = new ArrayList<>(List.of(who));
    long now = 10_000 + bucket * 1_000;
    LongStream.concat(
            LongStream.of(now, 1, bucket, BUCKETS, LIMIT, held, want, 60_000), LongStream.of(sent))
        .forEach(number -> arguments.add(Long.toString(number)));
    List<String> keys = List.of("rate:test", "replicas", "rates-since");
    return replica.cluster().askAsync(LEASE, keys, arguments).get().getFirst();
  }

  @Test
  void whatAReplicaHeldThatDiedCountsAsSentUntilItsPeriodIsOver() throws Exception {
    assertThat(granted("dead", 1, 0, 20)).isEqualTo(20);
    assertThat(granted(living, 2, 0, 60)).isEqualTo(40);
    assertThat(granted(living, 3, 0, 60, 2, 40)).isZero();
    // bucket 2, in which the death was noticed, no longer counts
    assertThat(granted(living, 2 + BUCKETS, 0, 60)).isEqualTo(60);
  }

  @Test
  void aReplicaThatOnlySeemedDeadReportsAnewWhatItSent() throws Exception {
    assertThat(granted("slow", 1, 0, 20)).isEqualTo(20);
    assertThat(granted(living, 1, 0, 0)).isZero();
    assertThat(granted("slow", 2, 0, 0, 1, 5)).isZero();
    assertThat(granted(living, 2, 0, 60)).isEqualTo(55);
  }

  @Test
  void whatOneHoldsThatLivesIsNotFree() throws Exception {
    assertThat(granted(living, 1, 0, 20)).isEqualTo(20);
    assertThat(granted("other", 1, 0, 60)).isEqualTo(40);
  }
}
