package sml.gateway.modelhealth;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import sml.gateway.catalog.Keyring;
import sml.gateway.cluster.ClusterState;
import sml.gateway.modelhealth.cooldowns.Backoff;
import sml.gateway.modelhealth.cooldowns.BreakerPolicy;
import sml.gateway.modelhealth.cooldowns.Breakers;
import sml.gateway.modelhealth.cooldowns.Cooldowns;
import sml.gateway.modelhealth.cooldowns.HealthLog;
import sml.gateway.modelhealth.cooldowns.RateLimitStorms;
import sml.gateway.modelhealth.cooldowns.SizeLimits;
import sml.gateway.modelhealth.quotas.InProcessQuotaLedger;
import sml.gateway.modelhealth.quotas.QuotaAccounts;
import sml.gateway.modelhealth.quotas.QuotaLedger;
import sml.gateway.modelhealth.quotas.QuotaPolicy;
import sml.gateway.modelhealth.quotas.SharedQuotaLedger;
import sml.gateway.modelhealth.quotas.known.DocumentedQuotas;
import sml.gateway.modelhealth.quotas.rates.LearnedRateLimit;
import sml.gateway.modelhealth.results.ResultPrior;
import sml.gateway.modelhealth.results.ResultStatistics;

/** The state of this room, kept in memory and shared with other replicas if there are any. */
@Configuration(proxyBeanMethods = false)
class ModelHealthConfiguration {

  @Bean
  HealthLog healthLog() {
    return new HealthLog();
  }

  @Bean
  Cooldowns cooldowns(
      ModelHealthSettings settings,
      HealthLog log,
      Keyring keyring,
      ClusterState cluster,
      Clock clock) {
    Backoff backoff =
        new Backoff(
            settings.firstCooldown(),
            settings.longestCooldown(),
            settings.quietTime(),
            settings.goneFor());
    return new Cooldowns(
        backoff,
        settings.mostModels(),
        log,
        provider -> keyring.account(provider, null),
        cluster,
        clock);
  }

  @Bean
  Breakers breakers(ModelHealthSettings settings, ClusterState cluster, Clock clock) {
    BreakerPolicy rules =
        new BreakerPolicy(
            settings.breakerSuccess(),
            settings.breakerCalls(),
            settings.breakerWindow(),
            settings.breakerOpen(),
            settings.namedProbe(),
            settings.probeTimeout(),
            settings.quietTime());
    return new Breakers(rules, settings.mostModels(), cluster, clock);
  }

  @Bean
  RateLimitStorms storms(ModelHealthSettings settings, ClusterState cluster, Clock clock) {
    RateLimitStorms.Rules rules =
        new RateLimitStorms.Rules(
            settings.stormCalls(),
            settings.stormShare(),
            settings.stormModels(),
            settings.stormWithin(),
            settings.stormRest(),
            settings.longestStormRest());
    return new RateLimitStorms(rules, cluster, clock);
  }

  @Bean
  SizeLimits sizeLimits(ModelHealthSettings settings, ClusterState cluster, Clock clock) {
    return new SizeLimits(settings.sizeMemory(), settings.mostModels(), cluster, clock);
  }

  @Bean
  DocumentedQuotas documentedQuotas(ObjectMapper json) {
    return DocumentedQuotas.load(json);
  }

  @Bean
  QuotaPolicy limitRules(
      ModelHealthSettings settings, DocumentedQuotas documented, QuotaAccounts quotaAccounts) {
    var cap =
        new LearnedRateLimit.Rules(
            settings.capDecrease(),
            settings.capIncrease(),
            settings.capHoldMinutes(),
            settings.capForgetAfter());
    return new QuotaPolicy(documented, quotaAccounts, cap, settings.paceAhead());
  }

  @Bean
  QuotaLedger quotaLedger(
      ModelHealthSettings settings, QuotaPolicy rules, ClusterState cluster, Clock clock) {
    return cluster.shared()
        ? new SharedQuotaLedger(rules, settings.mostModels(), cluster, clock)
        : new InProcessQuotaLedger(rules, settings.mostModels(), clock);
  }

  @Bean
  ResultStatistics results(ModelHealthSettings settings, Clock clock) {
    ResultPrior resultPrior = new ResultPrior(settings.priorSuccess(), settings.priorWeight());
    return new ResultStatistics(resultPrior, settings.halfLife(), settings.mostModels(), clock);
  }
}
