package sml.gateway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;

class RoutingExplainTest {
  private static final List<String> PARTS =
      List.of("success", "time", "crowding", "scarcity", "cooling", "size");

  @RegisterExtension final TestGateway gateway = new TestGateway();
  private Contest contest;

  @BeforeEach
  void begin() {
    contest = Contest.of(gateway);
    for (String letter : List.of("a", "b", "c")) {
      contest.with(letter, Behaviour.healthy());
    }
  }

  private JsonNode explain(String body) {
    return gateway.client().send("POST", "/api/routing-explain", body).json();
  }

  @Test
  void aDryRunShowsThePlanAndAsksNoModel() {
    JsonNode plan =
        explain(
            """
            {"model":"sml/auto","prefer":%s,
             "messages":[{"role":"user","content":"What is 17 * 24?"}]}
            """
                .formatted(contest.names("c", "a", "b")));
    assertThat(contest.letters(plan.path("candidates"))).isEqualTo("cab");
    assertThat(plan.path("category").asText()).isEqualTo("math");
    assertThat(plan.path("signs").asText()).isNotBlank();
    assertThat(plan.path("beginTogether").asInt()).isEqualTo(3);
    assertThat(plan.path("note").asText()).startsWith("asks 3 models first");
    assertThat(contest.counts("a", "b", "c")).containsExactly(0, 0, 0);
  }

  @Test
  void aBodyThatIsWrongIsRefusedLikeAChatRequest() {
    assertThat(explain("{\"messages\":7}").at("/error/param").asText()).isEqualTo("messages");
  }

  @Test
  void theDecisionCanBeRebuiltFromTheTrace() {
    Heard heard = gateway.ask("sml/auto").whole();
    assertThat(heard.status()).isEqualTo(200);
    List<JsonNode> candidates =
        StreamSupport.stream(contest.trace(heard).at("/trace/candidates").spliterator(), false)
            .toList();
    assertThat(candidates).hasSizeGreaterThan(2);
    assertThat(contest.trace(heard).at("/trace/signs").asText()).isNotBlank();
    double before = Double.MAX_VALUE;
    for (JsonNode candidate : candidates) {
      JsonNode value = candidate.path("value");
      double sum = PARTS.stream().mapToDouble(part -> value.path(part).asDouble()).sum();
      double score = candidate.path("score").asDouble();
      assertThat(sum).isCloseTo(score, within(1e-6));
      assertThat(score).as("candidates come in the order of their scores").isLessThan(before);
      before = score;
      double seconds = value.path("seconds").asDouble();
      assertThat(value.path("time").asDouble())
          .isCloseTo(-100 * seconds / (1 + seconds), within(1e-6));
      assertThat(value.path("success").asDouble())
          .isCloseTo(
              100 * value.path("drawn").asDouble()
                  + 300
                      * value.path("expected").asDouble()
                      * (value.path("quality").asDouble() - 0.5),
              within(1e-6));
    }
  }
}
