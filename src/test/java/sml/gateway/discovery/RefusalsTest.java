package sml.gateway.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which providers are refused, and that it is reported. */
class RefusalsTest extends FakeSources {
  @Test
  void whatIsNotPublicIsRefusedWithALogEntry() throws IOException {
    world.hosts.put("api.inside.example", "192.168.7.7");
    world.hosts.put("api.meta.example", "169.254.169.254");
    world.hosts.put("api.six.example", "::ffff:10.1.2.3");
    candidates(
        """
        [{'name':'inside'}, {'name':'meta'}, {'name':'six'},
         {'name':'plainhttp','base_url':'http://api.plain.example/v1'},
         {'name':'literal','base_url':'https://10.1.2.3/v1'},
         {'name':'looped','base_url':'https://127.0.0.1/v1'},
         {'name':'ported','base_url':'https://api.ported.example:8443/v1'},
         {'name':'user','base_url':'https://a:b@api.user.example/v1'},
         {'name':'nowhere'}]\
        """);
    JsonNode answer = now();
    assertThat(answer.at("/newFound").asInt()).isZero();
    assertThat(answer.at("/refused")).hasSize(8);
    assertThat(world.log.about("refused inside").getFirst())
        .contains("pattern", "192.168.7.7, a private address");
    assertThat(world.log.about("refused meta").getFirst()).contains("a link-local address");
    assertThat(world.log.about("refused six").getFirst()).contains("a private address");
    assertThat(world.log.about("refused plainhttp").getFirst()).contains("only https");
    assertThat(world.log.about("refused literal").getFirst()).contains("an address, not a name");
    assertThat(world.log.about("refused looped").getFirst()).contains("an address, not a name");
    assertThat(world.log.about("refused ported").getFirst()).contains("port 8443");
    assertThat(world.log.about("refused user").getFirst()).contains("names a user");
    assertThat(net.asked).hasSize(2);
  }

  @Test
  void noSpellingAndNoSecondAddressLeadsInside() throws IOException {
    world.hosts.put("api.mixed.example", "8.8.8.8 192.168.1.1");
    world.hosts.put("api.carrier.example", "100.64.3.3");
    world.hosts.put("api.zero.example", "0.0.0.0");
    world.hosts.put("api.local6.example", "2606:4700::1111 fe80::1");
    candidates(
        """
        [{'name':'mixed'}, {'name':'carrier'}, {'name':'zero'}, {'name':'local6'},
         {'name':'decimal','base_url':'https://2130706433/v1'},
         {'name':'octal','base_url':'https://0177.0.0.1/v1'},
         {'name':'hex','base_url':'https://0x7f000001/v1'},
         {'name':'short','base_url':'https://127.1/v1'},
         {'name':'mapped','base_url':'https://[::ffff:a9fe:a9fe]/v1'},
         {'name':'dotted','base_url':'https://localhost./v1'}]\
        """);
    JsonNode answer = now();
    assertThat(answer.at("/newFound").asInt()).isZero();
    assertThat(answer.at("/refused")).hasSize(10);
    assertThat(world.log.about("refused mixed").getFirst()).contains("192.168.1.1");
    assertThat(world.log.about("refused local6").getFirst()).contains("a link-local address");
    for (String name : List.of("decimal", "octal", "mapped")) {
      assertThat(world.log.about("refused " + name).getFirst()).contains("an address, not a name");
    }
    for (String name : List.of("carrier", "zero", "hex", "short", "dotted")) {
      assertThat(world.log.about("refused " + name)).hasSize(1);
    }
    // the connection goes to the checked address: no name is resolved a second time
    assertThat(world.resolved).doesNotHaveDuplicates();
  }

  @Test
  void aPaidOnlyNameIsKnownInAnyDress() throws IOException {
    var names =
        List.of(
            "OPENAI",
            "open-ai",
            "Open.AI",
            "openai.com",
            "OpenAI, Inc.",
            "openai api",
            "\uFF2F\uFF50\uFF45\uFF4E\uFF21\uFF29",
            "\u00D3penAI",
            "open\u200Bai",
            "Perplexity AI",
            "Morph Labs");
    for (String name : names) {
      net.page(OPENROUTER, 200, "{'data':[{'slug':'" + name + "'}]}");
      assertThat(now().at("/refused/0/reason").asText()).as(name).contains("no free tier");
    }
    // letters of another script that look like those of a name
    net.page(OPENROUTER, 200, "{'data':[{'slug':'\u041EpenAI'},{'slug':'nova','name':'x.AI'}]}");
    JsonNode answer = now();
    assertThat(answer.at("/refused")).hasSize(2);
    assertThat(world.log.about("refused nova").getFirst()).contains("no free tier");
    assertThat(found("openrouter")).isEmpty();
  }

  @Test
  void aRedirectIsLookedAtLikeTheFirstHop() throws IOException {
    world.hosts.put("moved.example", "10.9.9.9");
    candidates(
        """
        [{'name':'one','base_url':'https://api.one.example/v1','probe_url':'NET/1'},
         {'name':'two','base_url':'https://api.two.example/v1','probe_url':'NET/2'},
         {'name':'three','base_url':'https://api.three.example/v1','probe_url':'NET/3'},
         {'name':'loop','base_url':'https://api.loop.example/v1','probe_url':'NET/4'},
         {'name':'later','base_url':'https://api.later.example/v1','probe_url':'NET/5'},
         {'name':'bare','base_url':'https://api.bare.example/v1','probe_url':'NET/6'},
         {'name':'six','base_url':'https://api.six.example/v1','probe_url':'NET/7'}]\
        """);
    world.hosts.put("late.example", "8.8.8.8 127.0.0.1");
    net.redirect("/1", "http://169.254.169.254/latest/meta-data");
    net.redirect("/2", "https://moved.example/v1/models");
    net.redirect("/3", "/3b").page("/3b", 200, EMPTY);
    net.redirect("/4", "/4");
    net.redirect("/5", "/5b").redirect("/5b", "https://late.example/v1");
    net.redirect("/6", "//10.0.0.1/v1").redirect("/7", "https://[::ffff:127.0.0.1]/v1");
    net.redirect(HUGGINGFACE, "http://127.0.0.1:1/models");
    JsonNode answer = now();
    assertThat(answer.at("/newProviders").toString()).isEqualTo("[\"three\"]");
    assertThat(world.log.about("refused one").getFirst())
        .contains("redirects to http://169.254.169.254/latest/meta-data", "only https");
    assertThat(world.log.about("refused two").getFirst())
        .contains("redirects to https://moved.example", "10.9.9.9, a private address");
    assertThat(world.log.about("refused later").getFirst()).contains("a loopback address");
    assertThat(world.log.about("refused bare").getFirst())
        .contains("http://10.0.0.1", "only https");
    assertThat(world.log.about("refused six").getFirst()).contains("an address, not a name");
    assertThat(answer.at("/failedSources/huggingface").asText())
        .contains("redirects to http://127.0.0.1:1/models");
  }

  @Test
  void aSourceThatIsNoStandInMustBePublicItself() {
    try (var strict =
        world("sml.discovery.enabled=true", "sml.discovery.stand-ins[0]=http://localhost:1")) {
      strict.run("discover");
      assertThat(strict.log.about("the source openrouter could not be read: refused")).hasSize(1);
    } catch (IllegalArgumentException e) {
      throw new AssertionError(e);
    }
    assertThatThrownBy(() -> world("sml.discovery.stand-ins[0]=http://10.0.0.1").close())
        .hasStackTraceContaining("origins on this machine");
  }

  @Test
  void aRefusalThatRepeatsIsReportedOnceADayByTheCycle() {
    net.page(OPENROUTER, 200, "{'data':[{'slug':'anthropic'}]}");
    world.run("discover");
    world.run("discover");
    assertThat(world.log.about("refused anthropic")).hasSize(1);
    world.pass(Duration.ofHours(25));
    world.run("discover");
    assertThat(world.log.about("refused anthropic")).hasSize(2);
  }
}
