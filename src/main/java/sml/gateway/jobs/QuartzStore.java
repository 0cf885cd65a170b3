package sml.gateway.jobs;

import java.time.Clock;
import javax.sql.DataSource;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.impl.DefaultThreadExecutor;
import org.quartz.impl.DirectSchedulerFactory;
import org.quartz.impl.SchedulerRepository;
import org.quartz.impl.jdbcjobstore.InvalidConfigurationException;
import org.quartz.simpl.SimpleThreadPool;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The scheduler all jobs run on; camel-quartz finds it and starts it when Camel has started. */
@Configuration(proxyBeanMethods = false)
class QuartzStore {
  /** The same in the whole cluster. */
  static final String NAME = "sml";

  private static final long USUAL_WAIT = -1;
  private static final long USUAL_RETRY = -1;

  @Bean
  static Replica replica(Clock clock) {
    return Replica.here(clock);
  }

  // Spring calls its method shutdown, which does not wait for running jobs
  @Bean
  static Scheduler scheduler(DataSource source, Clock clock, Replica replica, JobSettings settings)
      throws SchedulerException, InvalidConfigurationException {
    var threads = new SimpleThreadPool(settings.threads(), Thread.NORM_PRIORITY);
    threads.setThreadNamePrefix("job");
    threads.setMakeThreadsDaemons(true);
    var repository = SchedulerRepository.getInstance();
    synchronized (repository) {
      DirectSchedulerFactory.getInstance()
          .createScheduler(
              NAME,
              replica.id(),
              threads,
              new DefaultThreadExecutor(),
              new ClusteredTriggerStore(source, clock, settings.checkIn()),
              null,
              null,
              0,
              USUAL_WAIT,
              USUAL_RETRY,
              false,
              null,
              1,
              0,
              true);
      // Quartz knows one scheduler of a name per JVM; a second gateway in it is not the first one
      Scheduler scheduler = repository.lookup(NAME);
      repository.remove(NAME);
      return scheduler;
    }
  }
}
