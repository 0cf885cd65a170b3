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

/** Fills all offices anew from what models have shown. */
@Component("appointer")
public final class Appointer {
  // whoever is away for longer cannot teach
  private static final Duration LONG = Duration.ofHours(1);

  /** Scores that differ by less are the same, as the table keeps them in single precision. */
  private static final double SAME = 1e-6;

  private final ModelRegistry registry;
  private final LiveStats liveStats;
  private final LiveExamScores faculty;
  private final TeacherStore store;
  private final WorkerLog book;
  private final SchoolSettings settings;
  private final Clock clock;

  Appointer(
      ModelRegistry registry,
      LiveStats liveStats,
      LiveExamScores faculty,
      TeacherStore store,
      WorkerLog book,
      SchoolSettings settings,
      Clock clock) {
    this.registry = registry;
    this.liveStats = liveStats;
    this.faculty = faculty;
    this.store = store;
    this.book = book;
    this.settings = settings;
    this.clock = clock;
  }

  /** Appoints all teachers by the newest scores; who keeps an office keeps its date. */
  public void appoint() {
    faculty.refresh();
    List<Teacher> before = store.all();
    List<Teacher> elected =
        new TeacherElection(nominees(), clock.instant())
            .all(settings.proctors()).stream().map(one -> confirmed(one, before)).toList();
    if (elected.isEmpty() && !before.isEmpty()) {
      // nobody can be asked right now; that is no reason to forget who was good
      book.note("appoint", Level.WARN, "No model can be asked: all teachers stay");
      return;
    }
    elected.stream()
        .filter(one -> one.role() == Role.PRINCIPAL)
        .findFirst()
        .ifPresent(one -> book.keep("judge_model", one.ref().id()));
    book.progress("appoint", 1, 1);
    if (nothingNew(before, elected)) {
      return;
    }
    store.replace(elected);
    faculty.refresh();
    if (!sameOffices(before, elected)) {
      book.note("appoint", Level.SUCCESS, told(elected));
    }
  }

  private List<Nominee> nominees() {
    return registry.models().stream()
        .filter(Model::chat)
        .filter(this::isHere)
        .map(this::nominee)
        .toList();
  }

  private boolean isHere(Model model) {
    LiveStats.CooldownState rest = liveStats.of(model.ref(), Category.GENERAL).restsFor();
    return rest == null || rest.left().compareTo(LONG) < 0;
  }

  private Nominee nominee(Model model) {
    return new Nominee(
        model, faculty.of(model.ref()), category -> liveStats.of(model.ref(), category));
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

  private static String told(List<Teacher> teachers) {
    long provisional = teachers.stream().filter(Teacher::provisional).count();
    long heads = teachers.stream().filter(one -> one.role() == Role.HEAD).count();
    long proctors = teachers.stream().filter(one -> one.role() == Role.PROCTOR).count();
    return "Principal %s, %d heads, %d proctors; %d of them provisional"
        .formatted(
            teachers.isEmpty() ? "nobody" : teachers.getFirst().ref(),
            heads,
            proctors,
            provisional);
  }
}
