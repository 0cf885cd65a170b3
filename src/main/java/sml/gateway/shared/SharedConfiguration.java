package sml.gateway.shared;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.util.StringUtils;

/**
 * The beans of this room; without {@code REDIS_URL} there is hardly any, and nothing is started.
 */
@Configuration(proxyBeanMethods = false)
class SharedConfiguration {

  /** A replica is called anew at each start. */
  @Bean
  News news(RandomGenerator chance, ObjectMapper json) {
    return new News(Long.toUnsignedString(chance.nextLong(), Character.MAX_RADIX), json);
  }

  @Bean("commons")
  @Conditional(Unset.class)
  Alone alone() {
    return new Alone();
  }

  @Bean("commons")
  @Conditional(Set.class)
  Together together(SharedSettings settings, Line line, Presence presence, News news) {
    return new Together(settings, line, presence, news);
  }

  @Bean
  @Conditional(Set.class)
  Line valkeyLine(SharedSettings settings) {
    return new Line(String.valueOf(settings.redisUrl()));
  }

  @Bean
  @Conditional(Set.class)
  Presence valkeyPresence(SharedSettings settings) {
    return new Presence(settings.pulse().toNanos(), System::nanoTime);
  }

  @Bean
  @Conditional(Set.class)
  Subscription valkeySubscription(Line line) {
    return new Subscription(line.factory());
  }

  @Bean
  @Conditional(Set.class)
  RedisSerializer<String> valkeyText() {
    return RedisSerializer.string();
  }

  @Bean
  @Conditional(Set.class)
  Pulse valkeyPulse(
      SharedSettings settings,
      Line line,
      Subscription subscription,
      Presence presence,
      News news,
      Together commons) {
    return new Pulse(settings, line, subscription, presence, news, commons);
  }

  @Bean
  @Conditional(Set.class)
  ValkeyVital valkeyVital(Presence presence, Together commons) {
    return new ValkeyVital(presence, commons.outbox());
  }

  /** {@code REDIS_URL} is set. */
  static class Set implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      return StringUtils.hasText(context.getEnvironment().getProperty("sml.shared.redis-url"));
    }
  }

  /** {@code REDIS_URL} is not set. */
  static final class Unset extends Set {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      return !super.matches(context, metadata);
    }
  }
}
