package sml.gateway.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.quartz.Scheduler;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import sml.gateway.testkit.TestDatabase;

/** The job template of the routes on gateways that share a database. */
@ExtendWith(OutputCaptureExtension.class)
class JobsTest {
  private static final String EVERY_SECOND = "* * * * * ?";
  private static final String EVERY_NEW_YEAR = "0 0 0 1 1 ?";

  private final DataSource database = TestDatabase.dataSource();
  private final JdbcTemplate sql = new JdbcTemplate(database);
  private final List<Gateway> gateways = new ArrayList<>();

  @AfterEach
  void end() throws Exception {
    for (Gateway gateway : gateways) {
      gateway.work.go.countDown();
      gateway.end();
    }
  }

  @Test
  void aJobRunsOnceInTheClusterAndNeverTwiceAtATime() throws Exception {
    var work = new Work();
    gateway(work, EVERY_SECOND);
    gateway(work, EVERY_SECOND);
    await().until(() -> work.begun.get() > 0);
    // a second passes while it works
    await().until(() -> nextFireTime() + 1_200 < Clock.systemUTC().millis());
    assertThat(work.begun).hasValue(1);
    work.go.countDown();
    await().until(() -> work.begun.get() > 2);
    assertThat(work.most).hasValue(1);
    assertThat(count("qrtz_triggers")).isEqualTo(1);
  }

  @Test
  void anotherGatewayRepeatsAJobWhoseRunnerDied() throws Exception {
    var first = gateway(new Work(), EVERY_SECOND);
    await().until(() -> first.work.begun.get() == 1);
    var second = gateway(new Work(), EVERY_NEW_YEAR);
    first.source.cut = true;
    await().until(() -> second.work.begun.get() == 1);
    assertThat(first.work.begun).hasValue(1);
  }

  @Test
  void aDatabaseThatWasAwayNeedsNoRestartAndIsMentionedOnce(CapturedOutput log) throws Exception {
    var gateway = gateway(new Work(), EVERY_SECOND);
    gateway.work.go.countDown();
    await().until(() -> gateway.work.begun.get() > 0);
    gateway.source.cut = true;
    await().until(() -> gateway.source.refused.get() > 8);
    gateway.source.cut = false;
    int before = gateway.work.begun.get();
    await().until(() -> gateway.work.begun.get() > before);
    assertThat(log.getOut().split("event=jobs_wait", -1)).hasSize(2);
    assertThat(log.getOut()).doesNotContain("Error managing cluster");
  }

  @Test
  void missedRunsAreMadeUpForByOne() throws Exception {
    gateway(new Work(), EVERY_NEW_YEAR).end();
    sql.update("update qrtz_triggers set next_fire_time = 1000, start_time = 1000");
    var late = gateway(new Work(), EVERY_NEW_YEAR);
    late.work.go.countDown();
    await().until(() -> late.work.begun.get() == 1 && count("qrtz_fired_triggers") == 0);
    assertThat(nextFireTime()).isGreaterThan(Clock.systemUTC().millis());
    assertThat(late.work.begun).hasValue(1);
  }

  private long nextFireTime() {
    return sql.queryForList("select next_fire_time from qrtz_triggers", Long.class).getFirst();
  }

  private long count(String table) {
    return sql.queryForList("select count(*) from " + table, Long.class).getFirst();
  }

  private Gateway gateway(Work work, String cron) throws Exception {
    var gateway = new Gateway(new SwitchableSource(database), work, cron);
    gateways.add(gateway);
    return gateway;
  }

  /** What the job does: waits until it may go on, and counts. */
  static final class Work {
    final AtomicInteger begun = new AtomicInteger();
    final AtomicInteger now = new AtomicInteger();
    final AtomicInteger most = new AtomicInteger();
    final CountDownLatch go = new CountDownLatch(1);

    public void run() throws InterruptedException {
      begun.incrementAndGet();
      most.accumulateAndGet(now.incrementAndGet(), Math::max);
      go.await();
      now.decrementAndGet();
    }
  }

  /** A gateway as far as jobs are concerned. */
  static final class Gateway {
    final SwitchableSource source;
    final Work work;
    final Scheduler scheduler;
    final DefaultCamelContext camel = new DefaultCamelContext();

    Gateway(SwitchableSource source, Work work, String cron) throws Exception {
      this.source = source;
      this.work = work;
      var settings = new JobSettings(true, 2, Duration.ofMillis(200));
      var clock = Clock.systemUTC();
      scheduler =
          QuartzStore.scheduler(
              source, clock, new Replica("g", "g" + System.identityHashCode(this)), settings);
      camel.disableJMX();
      camel.getCamelContextExtension().setName("sml-gateway");
      var quartz = new QuartzComponent();
      quartz.setScheduler(scheduler);
      camel.addComponent("quartz", quartz);
      camel.getRegistry().bind("work", work);
      camel.build();
      // as in the program: the scheduler starts when the routes are there
      load(cron);
      camel.start();
    }

    void load(String cron) throws Exception {
      String file = Files.readString(Path.of("routes/jobs.camel.yaml"));
      String template = file.substring(0, file.indexOf("\n- route:"));
      String job =
          """
          - templatedRoute:
              routeTemplateRef: job
              routeId: job-work
              parameters:
                - { name: name, value: work }
                - { name: cron, value: "%s" }
                - { name: call, value: "bean:work?method=run" }
          """
              .formatted(cron);
      PluginHelper.getRoutesLoader(camel)
          .loadRoutes(ResourceHelper.fromString("jobs.camel.yaml", template + job));
    }

    void end() throws Exception {
      scheduler.shutdown(false);
      camel.stop();
    }
  }

  /** A data source that can be cut off. */
  static final class SwitchableSource extends DelegatingDataSource {
    final AtomicInteger refused = new AtomicInteger();
    volatile boolean cut;

    SwitchableSource(DataSource database) {
      super(database);
    }

    @Override
    public Connection getConnection() throws SQLException {
      if (cut) {
        refused.incrementAndGet();
        throw new SQLException("cut", "08001");
      }
      return super.getConnection();
    }
  }
}
