package sml.gateway.observability;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import sml.gateway.chat.RequestFinished;
import sml.gateway.observability.OtlpReceiver.ReceivedSpan;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;
import sml.gateway.testkit.provider.Fault;

/** Requests as spans at a collector, and no trace of OpenTelemetry where none is wanted. */
class TracingTest {
  private static final String CALLER = "4bf92f3577b34da6a3ce929d0e0e4736";

  @RegisterExtension final TestGateway gateway = new TestGateway();

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(TracingSettings.class)
  @Import(TracingConfiguration.class)
  static class Tracing {
    @Bean
    Clock clock() {
      return Clock.systemUTC();
    }
  }

  private static ApplicationContextRunner tracing(String endpoint) {
    return new ApplicationContextRunner()
        .withUserConfiguration(Tracing.class)
        .withPropertyValues("sml.tracing.endpoint=" + endpoint);
  }

  @Test
  void aChatIsOneTraceWithItsStagesAndAttempts() {
    gateway.model("traced-bad", "m", Behaviour.always(Fault.status(500)));
    gateway.model("traced-good", "m", Behaviour.healthy());
    List<ReceivedSpan> spans =
        spansOf(
            () ->
                gateway
                    .ask("traced-bad/m", "traced-good/m")
                    .header("traceparent", "00-" + CALLER + "-00f067aa0ba902b7-01")
                    .whole());

    ReceivedSpan request = named(spans, "POST /v1/chat/completions");
    assertThat(request.parent()).isEqualTo("00f067aa0ba902b7");
    assertThat(spans).allMatch(span -> span.trace().equals(CALLER));
    assertThat(request.attributes())
        .containsEntry("http.response.status_code", "200")
        .containsEntry("gen_ai.request.model", "traced-bad/m")
        .containsEntry("gen_ai.response.model", "traced-good/m")
        .containsEntry("sml.provider", "traced-good");
    for (String stage : List.of("plan", "ask", "reply")) {
      assertThat(named(spans, stage).parent()).as(stage).isEqualTo(request.id());
    }
    assertAttempt(spans, "traced-bad", "refused");
    assertAttempt(spans, "traced-good", "answered");
    assertThat(named(spans, "attempt traced-bad").attributes())
        .containsEntry("http.response.status_code", "500");
  }

  private static void assertAttempt(List<ReceivedSpan> spans, String provider, String outcome) {
    ReceivedSpan attempt = named(spans, "attempt " + provider);
    assertThat(attempt.parent()).isEqualTo(named(spans, "ask").id());
    assertThat(attempt.attributes())
        .containsEntry("sml.provider", provider)
        .containsEntry("sml.model", "m")
        .containsEntry("sml.outcome", outcome);
  }

  @Test
  void nothingOfAPromptIsExported() {
    gateway.model("discreet", "m", Behaviour.healthy().text("the secret answer"));
    List<ReceivedSpan> spans = spansOf(() -> gateway.ask("discreet/m").whole());
    assertThat(spans).isNotEmpty();
    assertThat(spans.toString()).doesNotContain("secret answer");
  }

  @Test
  void aRefusedRequestIsASpanWithItsStatus() {
    List<ReceivedSpan> spans =
        spansOf(() -> gateway.client().send("POST", "/v1/chat/completions", "{}"));
    assertThat(spans).hasSize(1);
    assertThat(spans.getFirst().attributes()).containsEntry("http.response.status_code", "400");
  }

  @Test
  void withoutAnEndpointTheContextStartsWhereThereIsNoOpenTelemetry() {
    var hidden = new FilteredClassLoader("io.opentelemetry");
    tracing("")
        .withClassLoader(hidden)
        .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(RequestSpans.class));
    assertThat(gateway.context().getBeansOfType(RequestSpans.class)).isEmpty();
    assertThat(gateway.context().getBeanDefinitionNames())
        .noneMatch(name -> name.toLowerCase(Locale.ROOT).contains("opentelemetry"));
  }

  private static final String TRACING = ".*observability\\.(RequestSpans|Tracing\\w+).*";

  @Test
  void nothingElseKnowsOfOpenTelemetry() {
    var ours =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("sml.gateway");
    noClasses()
        .that()
        .haveNameNotMatching(TRACING)
        .should()
        .dependOnClassesThat(resideInAPackage("io.opentelemetry..").or(nameMatching(TRACING)))
        .check(ours);
  }

  /** The spans a collector receives of the requests made meanwhile. */
  private List<ReceivedSpan> spansOf(Runnable requests) {
    try (var receiver = new OtlpReceiver()) {
      tracing(receiver.endpoint())
          .run(
              traced -> {
                var listener = new Forward(traced);
                gateway.context().addApplicationListener(listener);
                try {
                  requests.run();
                } finally {
                  gateway.context().removeApplicationListener(listener);
                }
                traced.getBean(SdkTracerProvider.class).forceFlush().join(20, TimeUnit.SECONDS);
              });
      return receiver.spans();
    }
  }

  /** Hands the gateway's events on; a lambda would lose their type. */
  private record Forward(ApplicationEventPublisher to)
      implements ApplicationListener<PayloadApplicationEvent<RequestFinished>> {
    @Override
    public void onApplicationEvent(PayloadApplicationEvent<RequestFinished> event) {
      to.publishEvent(event.getPayload());
    }
  }

  private static ReceivedSpan named(List<ReceivedSpan> spans, String name) {
    assertThat(spans).extracting(ReceivedSpan::name).contains(name);
    return spans.stream().filter(span -> span.name().equals(name)).findFirst().orElseThrow();
  }
}
