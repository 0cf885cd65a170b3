package sml.gateway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;

/** What a model says about tags reaches the client, and what it thinks between tags does not. */
class ReasoningTest {
  @RegisterExtension final TestGateway gateway = new TestGateway();

  private Heard whole(String model) {
    return gateway.ask("thinker/" + model).whole();
  }

  private Heard streamed(String model) {
    return gateway.ask("thinker/" + model).streamed();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "What does </think> mean? It closes a block.",
        "Open <think> is a tag",
        "```\n<think>x</think>\n```",
      })
  void tagsThatAreTalkedAboutReachTheClient(String text) {
    gateway.model("thinker", "teacher", Behaviour.healthy().text(text));
    assertThat(whole("teacher").text()).isEqualTo(text);
    assertThat(streamed("teacher").text()).isEqualTo(text);
  }

  @Test
  void reasoningBetweenTagsAtTheBeginningDoesNot() {
    gateway.model(
        "thinker", "open", Behaviour.healthy().text("[THINK]plan[/THINK]\n\nThe answer."));
    assertThat(whole("open").text()).isEqualTo("The answer.");
    assertThat(streamed("open").text()).isEqualTo("The answer.");
  }

  @Test
  void aModelThatHasClosedWhatItDidNotOpenIsKnownForIt() {
    gateway.model("thinker", "late", Behaviour.healthy().text("plan\n</think>\n\nThe answer."));
    assertThat(whole("late").text()).isEqualTo("The answer.");
    assertThat(streamed("late").text()).isEqualTo("The answer.");
  }

  @Test
  void whatIsAskedForRawStaysAsItIs() {
    gateway.model("thinker", "raw", Behaviour.healthy().text("<think>plan</think>The answer."));
    for (String field :
        List.of(
            "reasoning_format:\"raw\"", "reasoning_format:\"none\"", "separate_reasoning:false")) {
      String[] member = field.split(":", 2);
      Heard whole = gateway.ask("thinker/raw").with(member[0], member[1]).whole();
      Heard streamed = gateway.ask("thinker/raw").with(member[0], member[1]).streamed();
      assertThat(whole.text()).isEqualTo("<think>plan</think>The answer.");
      assertThat(streamed.text()).isEqualTo(whole.text());
    }
  }
}
