package sml.gateway.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sml.gateway.chat.HttpReply;
import sml.gateway.testkit.TestDatabase;

class DiscoveryTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String OPENROUTER = "/or/providers";
  private static final String HUGGINGFACE = "/hf/models";
  private static final String EMPTY = "{'data':[]}";

  @TempDir static Path data;
  private static DataSource database;
  private static Net net;
  private static Path candidates;
  private static DiscoveryWorld world;

  @BeforeAll
  static void start() {
    database = TestDatabase.dataSource();
    net = new Net();
    candidates = data.resolve("candidates.json");
    world = world("sml.discovery.stand-ins=" + net.origin());
  }

  private static DiscoveryWorld world(String... more) {
    var properties = new java.util.ArrayList<>(List.of(more));
    properties.add("sml.discovery.openrouter-url=" + net.origin() + OPENROUTER);
    properties.add("sml.discovery.huggingface-url=" + net.origin() + HUGGINGFACE);
    properties.add("sml.discovery.candidates=file:" + candidates);
    return new DiscoveryWorld(database, data, properties.toArray(String[]::new));
  }

  @AfterAll
  static void stop() {
    world.close();
    net.close();
  }

  @BeforeEach
  void reset() throws IOException {
    net.forget();
    net.page(OPENROUTER, 200, EMPTY).page(HUGGINGFACE, 200, EMPTY);
    candidates("[]");
    world.reset();
  }

  private static void candidates(String list) throws IOException {
    String file = "{'patterns':['https://api.{name}.example/v1'],'candidates':" + list + "}";
    Files.writeString(candidates, file.replace("NET", net.origin()).replace('\'', '"'));
  }

  private static JsonNode now() throws IOException {
    HttpReply reply = world.bean(Discovery.class).now();
    return JSON.readTree(((HttpReply.Bytes) reply.content()).bytes());
  }

  private static List<String> found(String source) {
    return world.column(
        "select name from provider_catalog where source = '" + source + "' order by name");
  }

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
      assertThat(world.book.about("refused " + paid))
          .hasSize(1)
          .first()
          .asString()
          .contains("free");
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
      world.book.forget();
      assertThat(now().at("/failedSources/openrouter").asText()).contains("no list of providers");
      assertThat(world.book.about("the source openrouter could not be read")).hasSize(1);
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
  void whatIsNotPublicIsRefusedWithALine() throws IOException {
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
    assertThat(world.book.about("refused inside").getFirst())
        .contains("pattern", "192.168.7.7, a private address");
    assertThat(world.book.about("refused meta").getFirst()).contains("a link-local address");
    assertThat(world.book.about("refused six").getFirst()).contains("a private address");
    assertThat(world.book.about("refused plainhttp").getFirst()).contains("only https");
    assertThat(world.book.about("refused literal").getFirst()).contains("an address, not a name");
    assertThat(world.book.about("refused looped").getFirst()).contains("an address, not a name");
    assertThat(world.book.about("refused ported").getFirst()).contains("port 8443");
    assertThat(world.book.about("refused user").getFirst()).contains("names a user");
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
    assertThat(world.book.about("refused mixed").getFirst()).contains("192.168.1.1");
    assertThat(world.book.about("refused local6").getFirst()).contains("a link-local address");
    for (String name : List.of("decimal", "octal", "mapped")) {
      assertThat(world.book.about("refused " + name).getFirst()).contains("an address, not a name");
    }
    for (String name : List.of("carrier", "zero", "hex", "short", "dotted")) {
      assertThat(world.book.about("refused " + name)).hasSize(1);
    }
    // what is connected to is what was looked at: no name is looked up a second time
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
    assertThat(world.book.about("refused nova").getFirst()).contains("no free tier");
    assertThat(found("openrouter")).isEmpty();
  }

  @Test
  void anEntryWithoutANameIsCalledByItsId() {
    net.page(OPENROUTER, 200, "{'data':[{'id':'nova'}]}");
    world.run("discover");
    assertThat(world.column("select label from provider_catalog where source = 'openrouter'"))
        .containsExactly("nova");
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
    assertThat(world.book.about("refused one").getFirst())
        .contains("redirects to http://169.254.169.254/latest/meta-data", "only https");
    assertThat(world.book.about("refused two").getFirst())
        .contains("redirects to https://moved.example", "10.9.9.9, a private address");
    assertThat(world.book.about("refused later").getFirst()).contains("a loopback address");
    assertThat(world.book.about("refused bare").getFirst())
        .contains("http://10.0.0.1", "only https");
    assertThat(world.book.about("refused six").getFirst()).contains("an address, not a name");
    assertThat(answer.at("/failedSources/huggingface").asText())
        .contains("redirects to http://127.0.0.1:1/models");
  }

  @Test
  void aSourceThatIsNoStandInMustBePublicItself() {
    try (var strict =
        world("sml.discovery.enabled=true", "sml.discovery.stand-ins[0]=http://localhost:1")) {
      strict.run("discover");
      assertThat(strict.book.about("the source openrouter could not be read: refused")).hasSize(1);
    } catch (IllegalArgumentException e) {
      throw new AssertionError(e);
    }
    assertThatThrownBy(() -> world("sml.discovery.stand-ins[0]=http://10.0.0.1").close())
        .hasStackTraceContaining("origins on this machine");
  }

  @Test
  void aRefusalThatRepeatsIsToldOnceADayByTheCycle() {
    net.page(OPENROUTER, 200, "{'data':[{'slug':'anthropic'}]}");
    world.run("discover");
    world.run("discover");
    assertThat(world.book.about("refused anthropic")).hasSize(1);
    world.pass(Duration.ofHours(25));
    world.run("discover");
    assertThat(world.book.about("refused anthropic")).hasSize(2);
  }

  @Test
  void whatTheOperatorDeletedIsNotFoundAgain() throws IOException {
    net.page(OPENROUTER, 200, "{'data':[{'slug':'nova'}]}");
    world.run("discover");
    world.bean(sml.gateway.catalog.providers.ProviderEdits.class).delete("nova");
    assertThat(now().at("/newFound").asInt()).isZero();
    assertThat(world.column("select status from provider_catalog where name = 'nova'"))
        .containsExactly("paused");
  }

  @Test
  void switchedOffNobodyIsAsked() throws IOException {
    try (var off = world("sml.discovery.enabled=false")) {
      off.run("discover");
      HttpReply reply = off.bean(Discovery.class).now();
      JsonNode answer = JSON.readTree(((HttpReply.Bytes) reply.content()).bytes());
      assertThat(answer.at("/ok").asBoolean()).isTrue();
      assertThat(answer.at("/newProviders")).isEmpty();
    }
    assertThat(net.asked).isEmpty();
  }
}
