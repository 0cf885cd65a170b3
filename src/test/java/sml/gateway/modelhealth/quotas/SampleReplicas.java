package sml.gateway.modelhealth.quotas;

/** So many replicas whose grants a test makes itself. */
final class SampleReplicas implements QuotaLeaseSource {
  private final int replicas;
  boolean alone;

  SampleReplicas(int replicas) {
    this.replicas = replicas;
  }

  @Override
  public boolean shared() {
    return true;
  }

  @Override
  public boolean alone() {
    return alone;
  }

  @Override
  public int replicas() {
    return replicas;
  }

  @Override
  public void wanted(Key key) {}
}
