package sml.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import sml.gateway.catalog.RefusedFields;
import sml.gateway.chat.Category;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.RoutingPreferences;
import sml.gateway.json.RawObject;
import sml.gateway.network.HttpCall;
import sml.gateway.testkit.SampleProfile;
import sml.gateway.testkit.SilentClient;
import sml.gateway.upstream.dialect.Dialects;
import sml.gateway.upstream.transport.UpstreamSettings;

class JoinedStreamsTest {
  private static final ModelRef GOOD = new ModelRef("p", "good");
  private static final ModelRef REFUSES = new ModelRef("p", "refuses");

  private static final RefusedFields LEARNED =
      new RefusedFields() {
        @Override
        public Set<String> of(ModelRef ref) {
          return ref.equals(REFUSES) ? Set.of("stream") : Set.of("stream_options");
        }

        @Override
        public void learn(ModelRef ref, String field, String said) {}
      };

  private static JoinedStreams joined(boolean on) {
    var settings =
        new Binder(new MapConfigurationPropertySource(Map.of("sml.upstream.join-streams", on)))
            .bindOrCreate("sml.upstream", UpstreamSettings.class);
    var dialects = new Dialects();
    return new JoinedStreams(
        settings,
        name -> name.equals("p") ? Optional.of(dialects.named("openai")) : Optional.empty(),
        LEARNED);
  }

  private static ChatRequest request(String body, boolean stream) throws IOException {
    var call =
        new HttpCall("t", "POST", "/", Map.of(), Map.of(), new byte[0], "", new SilentClient(), 0);
    return new ChatRequest(
        call,
        "sml/auto",
        RawObject.parse(body.getBytes(StandardCharsets.UTF_8)),
        SampleProfile.plain(Category.GENERAL, 1, stream),
        RoutingPreferences.NONE,
        Clock.systemUTC().instant(),
        Duration.ofMinutes(1),
        null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"n\":1}",
        "{\"n\":null,\"logprobs\":false}",
        "{\"logprobs\":null,\"top_logprobs\":null}",
        "{\"tools\":[],\"response_format\":{\"type\":\"json_object\"},\"seed\":7}"
      })
  void whatStreamsGiveAlikeIsJoined(String body) throws IOException {
    assertThat(joined(true).of(request(body, false)).test(GOOD)).isTrue();
    assertThat(joined(true).of(request(body, false)).test(REFUSES)).isFalse();
    assertThat(joined(true).of(request(body, false)).test(new ModelRef("gone", "m"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"n\":2}",
        "{\"n\":1.5}",
        "{\"n\":\"1\"}",
        "{\"logprobs\":true}",
        "{\"top_logprobs\":0}",
        "{\"audio\":{\"voice\":\"x\"}}",
        "{\"modalities\":[\"audio\"]}",
        "{\"web_search_options\":{}}"
      })
  void whatStreamsGiveDifferentlyIsNot(String body) throws IOException {
    assertThat(joined(true).of(request(body, false)).test(GOOD)).isFalse();
  }

  @Test
  void theSettingSwitchesItOff() throws IOException {
    assertThat(joined(false).of(request("{}", false)).test(GOOD)).isFalse();
  }

  @Test
  void aClientThatWantsAStreamGetsOneInAnyCase() throws IOException {
    var streams = joined(false).of(request("{\"n\":2}", true));
    assertThat(streams.test(GOOD)).isTrue();
    assertThat(streams.test(REFUSES)).isTrue();
  }
}
