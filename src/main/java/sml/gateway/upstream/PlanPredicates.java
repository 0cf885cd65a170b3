package sml.gateway.upstream;

import org.apache.camel.Predicate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import sml.gateway.chat.Plan;

/**
 * What the routes decide by, as {@code ref} in their conditions: asked of the plan itself. The same
 * in the Simple language, {@code ${variable.plan.open}}, looks the methods of each plan up anew.
 */
@Configuration(proxyBeanMethods = false)
class PlanPredicates {

  @Bean
  Predicate planIsOpen() {
    return ofPlan(Plan::isOpen);
  }

  @Bean
  Predicate nextIsHedge() {
    return ofPlan(plan -> plan.getSlots() > 0);
  }

  @Bean
  Predicate nextIsConsensus() {
    return ofPlan(Plan::isConsensus);
  }

  @Bean
  Predicate nextIsWait() {
    return ofPlan(Plan::isWaiting);
  }

  private static Predicate ofPlan(java.util.function.Predicate<Plan> test) {
    return exchange -> test.test(exchange.getVariable("plan", Plan.class));
  }
}
