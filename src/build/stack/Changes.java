package stack;

import static stack.Checks.check;

import sml.gateway.testkit.provider.SimulatedProvider;

/** What an operator changes at one gateway is so at the others in less than two seconds. */
final class Changes {
  private static final double MOST_SECONDS = 2;
  private static final String SPRING = "/api/provider-catalog/spring";
  private static final String QUESTION =
      "{\"model\":\"spring/new\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello?\"}]}";

  private final Cluster cluster;

  Changes(Cluster cluster) {
    this.cluster = cluster;
  }

  void reachEveryGateway() throws Exception {
    try (var provider = SimulatedProvider.start(SimulatedProvider.Options.standard().key("k-1"))) {
      provider.model("new", Upstreams.usual());
      String row =
          "{\"base_url\":\"%s\",\"models_url\":\"%s/models\",\"auth\":{\"scheme\":\"bearer\"}}"
              .formatted(provider.baseUrl(), provider.baseUrl());
      saved(0, "PUT", SPRING, row);
      saved(0, "POST", "/api/setup", "{\"provider\":\"spring\",\"apiKey\":\"k-1\"}");
      for (int other = 1; other < 3; other++) {
        int at = other;
        await("a provider and its key serve at " + name(at), () -> answers(at));
      }
      toggle(1, false);
      await("a provider that is switched off is gone at " + name(2), () -> !listed(2));
      toggle(2, true);
      await("and back at " + name(0) + " when it is switched on", () -> answers(0));
      await("   and at " + name(1), () -> answers(1));
      saved(2, "POST", "/api/setup", "{\"provider\":\"spring\",\"apiKey\":\"\"}");
      await("a key that was deleted is not used at " + name(1), () -> !answers(1));
      saved(1, "POST", "/api/setup", "{\"provider\":\"spring\",\"apiKey\":\"k-1\"}");
      await("a new key is used at " + name(2), () -> answers(2));
      saved(0, "DELETE", SPRING, "");
      await("a provider that was deleted is gone at " + name(1), () -> !listed(1));
    }
  }

  private String name(int at) {
    return cluster.replica(at).name;
  }

  private static void await(String what, Checks.Check check) throws Exception {
    Checks.await(what, MOST_SECONDS, check);
  }

  private boolean listed(int at) throws Exception {
    return Http.get(cluster.replica(at).port, "/v1/models").contains("spring/new");
  }

  private boolean answers(int at) throws Exception {
    return Http.send(cluster.replica(at).port, "POST", "/v1/chat/completions", QUESTION)
            .statusCode()
        == 200;
  }

  private void toggle(int at, boolean on) throws Exception {
    saved(at, "POST", "/api/setup", "{\"provider\":\"spring\",\"enabled\":%s}".formatted(on));
  }

  private void saved(int at, String method, String path, String body) throws Exception {
    int status = Http.send(cluster.replica(at).port, method, path, body).statusCode();
    check("%s %s at %s: %d".formatted(method, path, name(at), status), status == 200);
  }
}
