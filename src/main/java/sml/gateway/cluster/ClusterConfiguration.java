package sml.gateway.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.util.StringUtils;

/**
 * The beans of this room; without {@code REDIS_URL} there is hardly any, and nothing is started.
 */
@Configuration(proxyBeanMethods = false)
class ClusterConfiguration {

  /** A replica is called anew at each start. */
  @Bean
  ClusterListener clusterListener(RandomGenerator chance, ObjectMapper json) {
    return new ClusterListener(Long.toUnsignedString(chance.nextLong(), Character.MAX_RADIX), json);
  }

  @Bean("clusterState")
  @Conditional(Unset.class)
  SingleNode alone() {
    return new SingleNode();
  }

  /** What there is with a Valkey. */
  @Configuration(proxyBeanMethods = false)
  @Conditional(Set.class)
  @Import({Heartbeat.class, ValkeyValues.class})
  static class Together {
    @Bean("clusterState")
    ValkeyCluster together(
        ClusterSettings settings,
        ValkeyConnection valkeyConnection,
        ValkeyHealth valkeyHealth,
        ClusterListener clusterListener) {
      return new ValkeyCluster(settings, valkeyConnection, valkeyHealth, clusterListener);
    }

    @Bean
    ValkeyConnection valkeyConnection(ClusterSettings settings) {
      return new ValkeyConnection(String.valueOf(settings.redisUrl()), settings.commandTimeout());
    }

    @Bean
    ValkeyHealth valkeyPresence(ClusterSettings settings) {
      return new ValkeyHealth(settings.heartbeat().toNanos(), System::nanoTime);
    }

    @Bean
    ClusterSubscription valkeySubscription(ValkeyConnection valkeyConnection) {
      return new ClusterSubscription(valkeyConnection.factory());
    }

    @Bean
    RedisSerializer<String> valkeyText() {
      return RedisSerializer.string();
    }

    @Bean
    ValkeyComponentHealth valkeyComponentHealth(
        ValkeyHealth valkeyHealth, ValkeyCluster valkeyCluster) {
      return new ValkeyComponentHealth(valkeyHealth, valkeyCluster.outbox());
    }
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
