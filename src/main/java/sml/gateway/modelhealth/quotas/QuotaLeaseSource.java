package sml.gateway.modelhealth.quotas;

import java.util.List;
import sml.gateway.modelhealth.quotas.readings.Quota;

/** How several replicas keep within one quota: each sends only what it was granted before. */
interface QuotaLeaseSource {
  /** A process that is alone grants itself everything. */
  QuotaLeaseSource NONE =
      new QuotaLeaseSource() {
        @Override
        public boolean shared() {
          return false;
        }

        @Override
        public boolean alone() {
          return true;
        }

        @Override
        public int replicas() {
          return 1;
        }

        @Override
        public void wanted(Key key) {}
      };

  /** Whether there can be other replicas at all. */
  boolean shared();

  /**
   * Whether grants cannot be had for longer than a moment: each replica keeps to its equal share
   * then. Over a shorter time that would exceed the limit, since others hold what they were
   * granted.
   */
  boolean alone();

  /** How many replicas there are. */
  int replicas();

  /** A request needs a grant soon. */
  void wanted(Key key);

  /**
   * One quota.
   *
   * @param owner {@code m:provider/model} or {@code a:provider}
   * @param account another key of the provider begins another count
   */
  record Key(String owner, long account, Quota quota) {}

  /**
   * What a replica reports of one quota and requests; units are requests or tokens.
   *
   * @param bucket the present one
   * @param buckets how many count, the present one among them
   * @param sent bucket and units alternately: what it sent in those that count
   * @param held what it may still send without asking
   * @param want how much more it asks for
   * @param periodMs the time the quota is counted over
   * @param calendar by which the buckets are numbered; another one needs another ledger
   * @param changed whether anything differs from the last report
   */
  record Request(
      long bucket,
      int buckets,
      long limit,
      List<Long> sent,
      long held,
      long want,
      long periodMs,
      String calendar,
      boolean changed) {}

  /**
   * The answer to a request.
   *
   * @param units granted
   * @param free units that no replica holds
   * @param oldest bucket of the oldest units that count
   * @param early true while replicas still report what they sent: nothing is granted yet
   */
  record Grant(long units, long free, long oldest, boolean early) {}
}
