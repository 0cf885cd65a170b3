package sml.gateway.school.staff;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.Model;
import sml.gateway.catalog.ModelRegistry;
import sml.gateway.chat.Category;
import sml.gateway.chat.LiveStats;
import sml.gateway.jobs.WorkerLog;
import sml.gateway.jobs.WorkerLog.Level;
import sml.gateway.school.SchoolSettings;
import sml.gateway.school.staff.Teacher.Role;

/** Appoints all teachers anew from the exam scores and live results. */
@Component("appointer")
public final class Appointer {
  // a model that is away for longer cannot teach
  private static final Duration LONG = Duration.ofHours(1);

  /** Scores that differ by less are the same, as the table keeps them in single precision. */
  private static final double SAME = 1e-6;

  private final ModelRegistry registry;
  private final LiveStats liveStats;
  private final LiveExamScores examScores;
  private final TeacherStore store;
  private final WorkerLog log;
  private final SchoolSettings settings;
  private final Clock clock;

  Appointer(
      ModelRegistry registry,
      LiveStats liveStats,
      LiveExamScores examScores,
      TeacherStore store,
      WorkerLog log,
      SchoolSettings settings,
      Clock clock) {
    this.registry = registry;
    this.liveStats = liveStats;
    this.examScores = examScores;
    this.store = store;
    this.log = log;
    this.settings = settings;
    this.clock = clock;
  }

  /** Appoints all teachers by the newest scores; a teacher that keeps its office keeps its date. */
  public void appoint() {
    examScores.refresh();
    List<Teacher> before = store.all();
    List<Teacher> elected =
        new TeacherElection(nominees(), clock.instant())
            .all(settings.proctors()).stream().map(one -> confirmed(one, before)).toList();
    if (elected.isEmpty() && !before.isEmpty()) {
      // no model can be asked right now; that is no reason to dismiss good teachers
      log.note("appoint", Level.WARN, "No model can be asked: all teachers stay");
      return;
    }
    elected.stream()
        .filter(one -> one.role() == Role.PRINCIPAL)
        .findFirst()
        .ifPresent(one -> log.keep("judge_model", one.ref().id()));
    log.progress("appoint", 1, 1);
    if (nothingNew(before, elected)) {
      return;
    }
    store.replace(elected);
    examScores.refresh();
    if (!sameOffices(before, elected)) {
      log.note("appoint", Level.SUCCESS, summary(elected));
    }
  }

  private List<Nominee> nominees() {
    return registry.choosable().stream()
        .filter(Model::chat)
        .filter(this::isHere)
        .map(this::nominee)
        .toList();
  }

  private boolean isHere(Model model) {
    LiveStats.CooldownState cooldown = liveStats.of(model.ref(), Category.GENERAL).cooldown();
    return cooldown == null || cooldown.left().compareTo(LONG) < 0;
  }

  private Nominee nominee(Model model) {
    return new Nominee(
        model, examScores.of(model.ref()), category -> liveStats.of(model.ref(), category));
  }

  private static Teacher confirmed(Teacher elected, List<Teacher> before) {
    return before.stream()
        .filter(elected::sameOffice)
        .findFirst()
        .map(
            old ->
                new Teacher(
                    elected.ref(),
                    elected.role(),
                    elected.category(),
                    elected.score(),
                    elected.provisional(),
                    elected.reason(),
                    old.appointedAt(),
                    old.reappointed() + 1))
        .orElse(elected);
  }

  private static boolean nothingNew(List<Teacher> before, List<Teacher> after) {
    return sameOffices(before, after)
        && after.stream()
            .allMatch(
                one ->
                    before.stream()
                        .filter(one::sameOffice)
                        .allMatch(old -> Math.abs(old.score() - one.score()) < SAME));
  }

  private static boolean sameOffices(List<Teacher> before, List<Teacher> after) {
    return before.size() == after.size()
        && after.stream().allMatch(one -> before.stream().anyMatch(one::sameOffice));
  }

  private static String summary(List<Teacher> teachers) {
    long provisional = teachers.stream().filter(Teacher::provisional).count();
    long heads = teachers.stream().filter(one -> one.role() == Role.HEAD).count();
    long proctors = teachers.stream().filter(one -> one.role() == Role.PROCTOR).count();
    return "Principal %s, %d heads, %d proctors; %d of them provisional"
        .formatted(
            teachers.isEmpty() ? "no model" : teachers.getFirst().ref(),
            heads,
            proctors,
            provisional);
  }
}
