package sml.gateway.routereload;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.component.quartz.QuartzComponent;
import org.quartz.Scheduler;

/**
 * The Quartz component of a candidate context: it finds a wrong schedule like the real one, but
 * keeps its triggers in memory, where nothing ever fires, and leaves those of the cluster alone. It
 * takes no settings, for Spring would give it those of the real one, the scheduler included.
 */
final class DryRunQuartz extends QuartzComponent {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  DryRunQuartz() {
    super.setAutoStartScheduler(false);
    super.setEnableJmx(false);
    super.setProperties(
        Map.of(
            "org.quartz.scheduler.instanceName", "practice-" + NUMBER.incrementAndGet(),
            "org.quartz.scheduler.makeSchedulerThreadDaemon", "true",
            "org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool",
            "org.quartz.threadPool.threadCount", "1",
            "org.quartz.threadPool.makeThreadsDaemons", "true",
            "org.quartz.jobStore.class", "org.quartz.simpl.RAMJobStore"));
  }

  @Override
  public void setScheduler(Scheduler real) {}

  @Override
  public void setAutoStartScheduler(boolean start) {}

  @Override
  public void setEnableJmx(boolean enable) {}

  @Override
  @SuppressWarnings("rawtypes")
  public void setProperties(Map properties) {}
}
