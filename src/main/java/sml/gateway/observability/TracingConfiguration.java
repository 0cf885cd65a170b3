package sml.gateway.observability;

import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/** The beans that export traces; without an endpoint none of them is created. */
@Configuration(proxyBeanMethods = false)
@Conditional(TracingConfiguration.Wanted.class)
class TracingConfiguration {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** An endpoint is given. */
  static final class Wanted implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      return StringUtils.hasText(context.getEnvironment().getProperty("sml.tracing.endpoint"));
    }
  }

  /** Sends spans in the background, in batches; those that do not fit its queue are dropped. */
  @Bean(destroyMethod = "close")
  SdkTracerProvider spanExport(TracingSettings settings) {
    var exporter =
        OtlpHttpSpanExporter.builder().setEndpoint(settings.traces()).setTimeout(TIMEOUT).build();
    return SdkTracerProvider.builder()
        .setResource(Resource.builder().put("service.name", "sml-gateway").build())
        .addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
        .build();
  }

  @Bean
  RequestSpans requestSpans(SdkTracerProvider export, Clock clock) {
    return new RequestSpans(export.get("sml.gateway"), clock);
  }
}
