package sml.gateway.jobs;

import java.time.Instant;
import java.util.Date;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** When the work cycle runs next. */
@Component("jobSchedule")
class JobSchedule {
  private static final Logger LOG = LoggerFactory.getLogger(JobSchedule.class);
  private static final TriggerKey CYCLE = new TriggerKey("work-cycle", "sml");

  private final Scheduler scheduler;
  private final boolean enabled;

  public JobSchedule(Scheduler scheduler, JobSettings settings) {
    this.scheduler = scheduler;
    this.enabled = settings.enabled();
  }

  /** The first scheduled run after that time in ISO form; empty when none is scheduled here. */
  public String next(Instant after) {
    if (!enabled) {
      return "";
    }
    try {
      Trigger trigger = scheduler.getTrigger(CYCLE);
      Date next = trigger == null ? null : trigger.getFireTimeAfter(Date.from(after));
      return next == null ? "" : next.toInstant().toString();
    } catch (SchedulerException away) {
      LOG.debug("event=next_run_unknown cause={}", away.toString());
      return "";
    }
  }
}
