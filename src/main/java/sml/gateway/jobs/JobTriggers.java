package sml.gateway.jobs;

import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.apache.camel.support.LifecycleStrategySupport;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger.TriggerState;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Keeps the triggers in the database like the jobs in the routes. In a cluster camel-quartz leaves
 * every trigger behind, also that of a job which an edit has renamed, changed or deleted.
 */
@Component("jobTriggers")
final class JobTriggers extends LifecycleStrategySupport {
  private static final Logger LOG = LoggerFactory.getLogger(JobTriggers.class);
  private static final String GROUP = "sml";

  private final Scheduler scheduler;
  private final ObjectProvider<CamelContext> camel;

  JobTriggers(Scheduler scheduler, ObjectProvider<CamelContext> camel) {
    this.scheduler = scheduler;
    this.camel = camel;
  }

  /** Takes the trigger of a job away with its route; the route's next version brings its own. */
  @Override
  public void onEndpointRemove(Endpoint endpoint) {
    if (!(endpoint instanceof QuartzEndpoint job) || job.getCamelContext().isStopping()) {
      return;
    }
    try {
      scheduler.unscheduleJob(job.getTriggerKey());
    } catch (SchedulerException trouble) {
      LOG.warn("event=trigger_stays name={} cause={}", job.getTriggerName(), trouble.getMessage());
    }
  }

  /** Deletes triggers whose job no longer exists, and repairs those that failed; also a job. */
  @EventListener(ApplicationReadyEvent.class)
  public void tidy() {
    try {
      Set<TriggerKey> wanted = wanted();
      for (TriggerKey key : scheduler.getTriggerKeys(GroupMatcher.triggerGroupEquals(GROUP))) {
        if (!wanted.contains(key)) {
          LOG.info("event=job_removed name={}", key.getName());
          scheduler.unscheduleJob(key);
        } else if (scheduler.getTriggerState(key) == TriggerState.ERROR) {
          scheduler.resetTriggerFromErrorState(key);
        }
      }
    } catch (SchedulerException trouble) {
      LOG.warn("event=triggers_untidy cause={}", trouble.getMessage());
    }
  }

  private Set<TriggerKey> wanted() {
    return camel.getObject().getRoutes().stream()
        .map(route -> route.getEndpoint())
        .filter(QuartzEndpoint.class::isInstance)
        .map(endpoint -> ((QuartzEndpoint) endpoint).getTriggerKey())
        .collect(Collectors.toSet());
  }

  /** No job begins any more while the gateway ends. */
  @EventListener(ContextClosedEvent.class)
  void close() {
    try {
      scheduler.standby();
    } catch (SchedulerException trouble) {
      LOG.debug("event=scheduler_runs_on cause={}", trouble.getMessage());
    }
  }
}
