package sml.gateway.upstream;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.Predicate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import sml.gateway.chat.Plan;

/**
 * What the routes name by {@code ref}: the threads of a hedge, and the conditions they decide by,
 * which ask the plan itself. The same in the Simple language, {@code ${variable.plan.open}}, looks
 * the methods of each plan up anew.
 */
@Configuration(proxyBeanMethods = false)
class RouteBeans {
  /** A virtual thread for each slot of a hedge. */
  @Bean(destroyMethod = "shutdownNow")
  ExecutorService hedgeThreads() {
    return Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("hedge-", 0).factory());
  }

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
