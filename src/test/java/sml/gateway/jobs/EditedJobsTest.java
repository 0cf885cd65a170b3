package sml.gateway.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import sml.gateway.testkit.TestGateway;

/** Edits of the jobs while the gateway serves: the triggers are always those of the file. */
class EditedJobsTest {
  private static final String NAME = "request-hours";
  private static final String WITHOUT_PAUSE = "0 5 * * * ?";

  @RegisterExtension final TestGateway gateway = new TestGateway();

  private Path file;
  private String before;
  private JdbcTemplate sql;
  private List<String> jobs;

  @BeforeEach
  void begin() throws IOException {
    file = gateway.routes().resolve("jobs.camel.yaml");
    before = Files.readString(file);
    sql = new JdbcTemplate(gateway.context().getBean(DataSource.class));
    jobs = triggers();
    assertThat(jobs).contains(NAME + " " + WITHOUT_PAUSE);
  }

  @AfterEach
  void restore() throws IOException {
    Files.writeString(file, before);
    await().untilAsserted(() -> assertThat(triggers()).isEqualTo(jobs));
    assertThat(sql.queryForList("select job_name from qrtz_job_details", String.class))
        .hasSameSizeAs(jobs);
  }

  @Test
  void aChangedScheduleReplacesTheOld() throws IOException {
    edit(WITHOUT_PAUSE, "0 7 * * * ?");
    expect(jobs.stream().map(job -> job.replace(WITHOUT_PAUSE, "0 7 * * * ?")));
  }

  @Test
  void aRenamedJobLeavesNoTriggerOfItsOldName() throws IOException {
    edit("value: " + NAME, "value: hours");
    expect(jobs.stream().map(job -> job.replace(NAME, "hours")));
  }

  @Test
  void aDeletedFileTakesItsJobsAlong() throws IOException {
    Files.delete(file);
    expect(Stream.of());
  }

  @Test
  void aWrongScheduleOrCallIsRefusedAndTouchesNoTrigger() throws IOException {
    edit(WITHOUT_PAUSE, "0 61 * * * ?");
    await().until(() -> routes().contains("Minute and Second values must be between 0 and 59"));
    edit("bean:requestHistory?method=dropOthers", "bean:requestHistory?method=dropNothing");
    await().until(() -> routes().contains("no public method dropNothing"));
    assertThat(triggers()).isEqualTo(jobs);
  }

  @Test
  void aJobEditedWhileItsTableIsAwayIsThereAfterwards() throws IOException {
    sql.execute("alter table qrtz_triggers rename to qrtz_away");
    edit(WITHOUT_PAUSE, "0 8 * * * ?");
    await().until(() -> !routes().contains("\"id\":\"job-" + NAME));
    sql.execute("alter table qrtz_away rename to qrtz_triggers");
    expect(jobs.stream().map(job -> job.replace(WITHOUT_PAUSE, "0 8 * * * ?")));
    await().until(() -> routes().contains("\"id\":\"job-" + NAME));
  }

  private void expect(Stream<String> expected) {
    List<String> wanted = expected.sorted().toList();
    await().untilAsserted(() -> assertThat(triggers()).isEqualTo(wanted));
  }

  private void edit(String old, String now) throws IOException {
    assertThat(before).contains(old);
    Files.writeString(file, before.replace(old, now));
  }

  private String routes() {
    return gateway.client().get("/api/routes").body();
  }

  private List<String> triggers() {
    return sql.queryForList(
        "select trigger_name || ' ' || cron_expression from qrtz_cron_triggers order by 1",
        String.class);
  }
}
