package stack;

import static stack.Checks.check;
import static stack.Checks.say;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import sml.gateway.testkit.provider.Received;

/** Three gateways, one holds the exams; it is killed in the middle, another goes on. */
final class ExamCheck {
  private static final double MOST_SECONDS = 30;
  private static final int LEAST_ANSWERS = 12;
  // an answer that has just come is not yet in the table
  private static final long SAVING_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final List<String> SCHOOLS = List.of("oak", "elm", "ash");
  private static final List<String> NAMES = List.of("anna", "ben", "chai", "dao");
  private static final int PUPILS = SCHOOLS.size() * NAMES.size();

  private final Cluster cluster;

  /** A saved answer: who was asked what. */
  private record Saved(String provider, String model, String question) {}

  private ExamCheck(Cluster cluster) {
    this.cluster = cluster;
  }

  public static void main(String... arguments) throws Exception {
    // nothing outside of this machine is asked; the work is begun by its schedule, not by hand
    var settings = Map.of("SML_DISCOVERY", "false", "SML_JOBS_WORK_CYCLE", "0/20 * * * * ?");
    try (var cluster = Cluster.start(Path.of("target/exam-check"), settings)) {
      new ExamCheck(cluster).anotherGoesOn();
    }
  }

  private void anotherGoesOn() throws Exception {
    for (String school : SCHOOLS) {
      var provider = cluster.upstreams.provider(school);
      for (String pupil : NAMES) {
        provider.model(pupil, Upstreams.usual().latency(Duration.ofMillis(600)));
      }
      cluster.upstreams.register(cluster.replica(0).port, school);
    }
    Checks.await("exams are under way", 60, () -> saved().size() >= LEAST_ANSWERS);
    Replica runner = runner();
    say("%s runs the work, %d answers are saved", runner.name, saved().size());
    long from = System.nanoTime();
    runner.program().kill();
    long killed = System.nanoTime();
    long killedMs = System.currentTimeMillis();
    List<Saved> before = saved();
    Checks.await(
        "another gateway runs the work",
        MOST_SECONDS,
        () -> status(survivor(runner)).equals("running") && runner() != runner);
    say("%s has taken over", runner().name);
    Checks.await("the run ends", 240, () -> !status(survivor(runner)).equals("running"));
    askedOnce(before, from, killed);
    int after = saved().size();
    check(
        "it was in the middle: %d answers, then %d".formatted(before.size(), after),
        after > before.size());
    Checks.await("every pupil has finished its exam", 60, () -> finished() == PUPILS);
    Checks.await(
        "Quartz begins the next scheduled run at another gateway",
        MOST_SECONDS,
        () -> scheduledMs() > killedMs);
  }

  /** When Quartz began a scheduled run last, epoch milliseconds. */
  private static long scheduledMs() throws Exception {
    try (Connection database = LogRows.open();
        ResultSet row =
            database
                .createStatement()
                .executeQuery(
                    "select prev_fire_time from qrtz_triggers where trigger_name = 'work-cycle'")) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  /** Nothing that was saved is asked again, and nothing else unless it was in flight. */
  private void askedOnce(List<Saved> before, long from, long killed) throws Exception {
    int again = 0;
    for (Saved answer : before) {
      again += asked(answer).size() > 1 ? 1 : 0;
    }
    check(
        "%d answers saved before the kill, asked again: %d".formatted(before.size(), again),
        again == 0);
    List<Saved> repeated = new ArrayList<>();
    for (Saved answer : saved()) {
      List<Received> calls = asked(answer);
      if (calls.size() > 1 && calls.stream().noneMatch(call -> inFlight(call, from, killed))) {
        repeated.add(answer);
        say("%s was asked %d times", answer, calls.size());
      }
    }
    check("only questions in flight at the kill were asked twice", repeated.isEmpty());
  }

  private static boolean inFlight(Received call, long from, long killed) {
    boolean ended = call.endedNanos() > 0 && call.endedNanos() < from - SAVING_NANOS;
    return call.startedNanos() <= killed && !ended;
  }

  private List<Received> asked(Saved answer) throws Exception {
    String text = Http.JSON.writeValueAsString(answer.question);
    String inner = text.substring(1, text.length() - 1);
    return cluster.upstreams.provider(answer.provider).requests(answer.model).stream()
        .filter(call -> call.text().contains(inner))
        .toList();
  }

  private List<Saved> saved() throws Exception {
    List<Saved> saved = new ArrayList<>();
    try (Connection database = LogRows.open();
        ResultSet rows =
            database
                .createStatement()
                .executeQuery(
                    "select attempt.model_id, answer.question from exam_answers answer"
                        + " join exam_attempts attempt on attempt.id = answer.attempt_id"
                        + " where answer.state <> 'open' and answer.question <> ''")) {
      while (rows.next()) {
        String[] model = rows.getString(1).split(":", 2);
        if (SCHOOLS.contains(model[0])) {
          saved.add(new Saved(model[0], model[1], rows.getString(2)));
        }
      }
    }
    return saved;
  }

  private static int finished() throws Exception {
    try (Connection database = LogRows.open();
        var query =
            database.prepareStatement(
                "select count(distinct model_id) from exam_attempts"
                    + " where status = 'finished' and split_part(model_id, ':', 1) = any(?)")) {
      query.setArray(1, database.createArrayOf("text", SCHOOLS.toArray()));
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }

  private Replica survivor(Replica lost) {
    return cluster.replicas.stream().filter(one -> one != lost).findFirst().orElseThrow();
  }

  private static String status(Replica replica) throws Exception {
    return worker(replica).path("status").asText();
  }

  private static JsonNode worker(Replica replica) throws Exception {
    return Http.json(replica.port, "/api/worker").path("worker");
  }

  /** The gateway whose process the worker names. */
  private Replica runner() throws Exception {
    Map<Long, Replica> byPid = new HashMap<>();
    for (Replica replica : cluster.replicas) {
      byPid.put(replica.program().pid(), replica);
    }
    for (Replica replica : cluster.replicas) {
      if (replica.program().runs()) {
        String name = worker(replica).path("runner").asText();
        Replica found = byPid.get(Long.parseLong(name.substring(name.lastIndexOf('-') + 1)));
        if (found != null) {
          return found;
        }
      }
    }
    throw new AssertionError("no gateway runs the work");
  }
}
