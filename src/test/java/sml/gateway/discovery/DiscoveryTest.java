package sml.gateway.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DiscoveryTest extends FakeSources {
  private static void threeSources() throws IOException {
    net.page(
        OPENROUTER,
        200,
        """
        {'data':[
          {'name':'Nova Labs','slug':'nova-labs','privacy_policy_url':'https://nova.example/p'},
          {'name':'Groq','slug':'groq'}, {'name':'OpenAI','slug':'openai'},
          {'name':'Google AI Studio','slug':'google-ai-studio'}, {'name':'Z.AI','slug':'z-ai'},
          {'name':'Gone','slug':'gone','status':'Removed'}, {'name':'UPPER','slug':'UPPER'},
          {'name':'Upper','slug':'upper'}, {'name':'Only A Name'}, {'slug':null}, {}, 'plain', 7
        ]}\
        """);
    net.page(
        HUGGINGFACE,
        200,
        """
        {'object':'list','data':[
          {'id':'acme/A','providers':[{'provider':'helio','status':'live'},
            {'provider':'together','status':'live'},{'provider':'sleeper','status':'staging'}]},
          {'id':'acme/B','providers':[{'provider':'helio','status':'live'},
            {'provider':'fal-ai','status':'live'},{'provider':'nova-labs','status':'live'}]}
        ]}\
        """);
    candidates(
        """
        [{'name':'typhoon','base_url':'https://api.typhoon.example/v1','probe_url':'NET/t'},
         {'name':'keyed','base_url':'https://api.keyed.example/v1','probe_url':'NET/k'},
         {'name':'absent','base_url':'https://api.absent.example/v1','probe_url':'NET/a'},
         {'name':'parked','base_url':'https://api.parked.example/v1','probe_url':'NET/p'},
         {'name':'mistral','base_url':'https://api.mistral.example/v1'},
         {'name':'x-AI','base_url':'https://api.x.example/v1'}]\
        """);
    net.page("/t", 200, EMPTY).page("/k", 401, "{'error':'no key'}");
    net.page("/p", 200, "<html>for sale</html>");
  }

  @Test
  void exactlyTheNewcomersOfTheThreeSourcesComeIn() throws IOException {
    threeSources();
    JsonNode answer = now();
    assertThat(found("openrouter")).containsExactly("nova-labs", "only-a-name", "plain", "upper");
    assertThat(found("huggingface")).containsExactly("helio");
    assertThat(found("pattern")).containsExactly("keyed", "typhoon");
    assertThat(answer.at("/ok").asBoolean()).isTrue();
    assertThat(answer.at("/newFound").asInt()).isEqualTo(7);
    assertThat(answer.at("/newProviders")).hasSize(7);
    assertThat(answer.at("/scanned").asInt()).isEqualTo(13 + 4 + 6);
    assertThat(world.events("provider_discovered")).hasSize(7);
    assertThat(world.column("select distinct status from provider_catalog where guarded"))
        .containsExactly("active");
    for (String paid : List.of("openai", "fal-ai", "x-AI")) {
      assertThat(world.log.about("refused " + paid)).hasSize(1).first().asString().contains("free");
    }
    assertThat(now().at("/newFound").asInt()).isZero();
  }

  @Test
  void theHubsListOfMappingsAndAPlainListAreReadToo() {
    net.page(
        HUGGINGFACE,
        200,
        """
        [{'id':'acme/A','inferenceProviderMapping':{'one':{'status':'live','task':'conversational'},
          'two':{'status':'error'}}},
         {'id':'acme/B','inferenceProviderMapping':[{'provider':'three','status':'live'}]},
         {'slug':'four'}, 'five', {'id':'acme/C'}]\
        """);
    world.run("discover");
    assertThat(found("huggingface")).containsExactly("five", "four", "one", "three");
  }

  @Test
  void aSourceThatFailsIsNotedAndStopsNoOther() throws IOException {
    net.page(HUGGINGFACE, 200, "{'data':[{'id':'a/b','providers':[{'provider':'helio'}]}]}");
    for (String broken : List.of("{'data':", "[", "\"text\"", "{'data':{'slug':'x'}}", "")) {
      net.page(OPENROUTER, 200, broken);
      world.log.forget();
      assertThat(now().at("/failedSources/openrouter").asText()).contains("no list of providers");
      assertThat(world.log.about("the source openrouter could not be read")).hasSize(1);
    }
    net.page(OPENROUTER, 500, "{'error':'down'}");
    assertThat(now().at("/failedSources/openrouter").asText()).isEqualTo("HTTP 500");
    assertThat(found("huggingface")).containsExactly("helio");
    assertThat(found("openrouter")).isEmpty();
  }

  @Test
  void moreThanAThousandEntriesAreTakenIn() throws IOException {
    String entries =
        IntStream.range(0, 1500)
            .mapToObj(i -> "{'name':'P %d','slug':'p%d'},{'slug':'P%d'}".formatted(i, i, i))
            .collect(Collectors.joining(",", "{'data':[", "]}"));
    net.page(OPENROUTER, 200, entries);
    JsonNode answer = now();
    assertThat(answer.at("/scanned").asInt()).isEqualTo(3000);
    assertThat(answer.at("/newFound").asInt()).isEqualTo(1500);
  }

  @Test
  void anEntryWithoutANameIsCalledByItsId() {
    net.page(OPENROUTER, 200, "{'data':[{'id':'nova'}]}");
    world.run("discover");
    assertThat(world.column("select label from provider_catalog where source = 'openrouter'"))
        .containsExactly("nova");
  }

  @Test
  void whatTheOperatorDeletedIsNotFoundAgain() throws IOException {
    net.page(OPENROUTER, 200, "{'data':[{'slug':'nova'}]}");
    world.run("discover");
    world.bean(sml.gateway.catalog.providers.ProviderEditor.class).delete("nova");
    assertThat(now().at("/newFound").asInt()).isZero();
    assertThat(world.column("select status from provider_catalog where name = 'nova'"))
        .containsExactly("paused");
  }

  @Test
  void switchedOffNoProviderIsAsked() throws IOException {
    try (var off = world("sml.discovery.enabled=false")) {
      off.run("discover");
      JsonNode answer = JSON.valueToTree(off.bean(Discovery.class).now());
      assertThat(answer.at("/ok").asBoolean()).isTrue();
      assertThat(answer.at("/newProviders")).isEmpty();
    }
    assertThat(net.asked).isEmpty();
  }
}
