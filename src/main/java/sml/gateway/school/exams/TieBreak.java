package sml.gateway.school.exams;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.apache.camel.Body;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.ModelRegistry;
import sml.gateway.chat.LiveStats;
import sml.gateway.school.SchoolSettings;
import sml.gateway.school.exams.TieBreakDraw.Call;
import sml.gateway.school.paper.ExamLevel;
import sml.gateway.school.paper.GraderMark;
import sml.gateway.school.paper.Question;
import sml.gateway.school.paper.QuestionBank;
import sml.gateway.school.records.TranscriptStore;
import sml.gateway.school.records.TranscriptStore.TieBreakRow;
import sml.gateway.school.staff.LiveExamScores;

/**
 * Asks the contenders for a chair, and the models that requests of its category are answered by,
 * further questions of it: a paper has one or two of each, too few to separate the best of many.
 * Only questions that the rules can judge are asked; a missing answer does not count.
 */
@Component("tieBreak")
final class TieBreak {
  private final ModelRegistry registry;
  private final LiveExamScores examScores;
  private final LiveStats liveStats;
  private final QuestionBank bank;
  private final QuestionRunner questionRunner;
  private final TranscriptStore store;
  private final SchoolSettings settings;
  private final RandomGenerator random;
  private final Clock clock;
  private final Map<String, Boolean> judgedByRules = new ConcurrentHashMap<>();

  TieBreak(
      ModelRegistry registry,
      LiveExamScores examScores,
      LiveStats liveStats,
      QuestionBank bank,
      QuestionRunner questionRunner,
      TranscriptStore store,
      SchoolSettings settings,
      RandomGenerator random,
      Clock clock) {
    this.registry = registry;
    this.examScores = examScores;
    this.liveStats = liveStats;
    this.bank = bank;
    this.questionRunner = questionRunner;
    this.store = store;
    this.settings = settings;
    this.random = random;
    this.clock = clock;
  }

  /** Asks every contender with too little evidence; each answer is saved at once. */
  public void hold(@Body HeldRound round) throws InterruptedException {
    ExamLevel level = round.level();
    // at another level the contenders are not known yet
    List<Call> calls =
        level.id().equals(examScores.staff().level())
            ? new TieBreakDraw(examScores, liveStats, settings).calls(registry.choosable())
            : List.of();
    if (calls.isEmpty()) {
      return;
    }
    // the same questions for all models of a round: fairer, and drawing a paper is slow
    long seed = random.nextLong();
    List<Question> paper = bank.paper(level, seed).stream().filter(this::isJudgedByRules).toList();
    List<Callable<Void>> tasks =
        calls.stream()
            .<Callable<Void>>map(
                call ->
                    () -> {
                      if (!clock.instant().isAfter(round.tieBreaksEnd())) {
                        answer(call, level, paper, seed).ifPresent(row -> save(row, round));
                      }
                      return null;
                    })
            .toList();
    try (ExecutorService slots =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("tie-break-", 0).factory())) {
      for (Future<Void> done : slots.invokeAll(tasks)) {
        try {
          done.get();
        } catch (ExecutionException failed) {
          throw new IllegalStateException(failed.getCause());
        }
      }
    }
  }

  private void save(TieBreakRow row, HeldRound round) {
    store.add(List.of(row));
    round.countTieBreak();
  }

  /** Whether proctors are needed is the same for every drawing of a question. */
  private boolean isJudgedByRules(Question question) {
    return judgedByRules.computeIfAbsent(
        question.id(), id -> question.grade(question.example()) instanceof GraderMark.Right);
  }

  private Optional<TieBreakRow> answer(Call call, ExamLevel level, List<Question> paper, long seed)
      throws InterruptedException {
    List<Question> fit =
        paper.stream().filter(question -> question.category() == call.category()).toList();
    if (fit.isEmpty()) {
      return Optional.empty();
    }
    Question question = fit.get((int) Math.floorMod(seed, (long) fit.size()));
    return questionRunner.ask(call.model(), question, settings.tieBreakLeave(), 0)
            instanceof QuestionOutcome.Judged judged
        ? Optional.of(
            new TieBreakRow(
                call.model().ref().rowId(),
                level.id(),
                call.category(),
                question.id(),
                seed,
                judged.reply().text(),
                judged.right(),
                judged.took().toMillis(),
                clock.instant()))
        : Optional.empty();
  }
}
