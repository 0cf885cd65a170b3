package sml.gateway.school.staff;

import jakarta.annotation.PostConstruct;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import sml.gateway.chat.Category;
import sml.gateway.chat.ExamScores;
import sml.gateway.chat.ModelRef;

/**
 * Exam scores from the newest snapshot of the school; from the last one while the database is down.
 */
@Component("examScores")
public final class LiveExamScores implements ExamScores {
  private static final Logger LOG = LoggerFactory.getLogger(LiveExamScores.class);

  private final TeacherStore store;
  private final ReentrantLock loading = new ReentrantLock();
  private volatile StaffSnapshot staff = StaffSnapshot.EMPTY;
  private volatile Map<Category, ModelRef> heads = Map.of();
  private long version = -1;
  private boolean databaseAway;

  LiveExamScores(TeacherStore store) {
    this.store = store;
  }

  /** Checks in the background for changes, also by another replica or by hand, and loads them. */
  @PostConstruct
  public void refresh() {
    loading.lock();
    try {
      long seen = store.version();
      if (seen != version) {
        StaffSnapshot read = StaffSnapshot.of(store.all(), store.examStandings());
        heads = heads(read);
        staff = read;
        version = seen;
      }
      databaseAway = false;
    } catch (DataAccessException | TransactionException away) {
      if (!databaseAway) {
        LOG.warn("the school keeps its last state, the database is away: {}", away.getMessage());
      }
      databaseAway = true;
    } finally {
      loading.unlock();
    }
  }

  private static Map<Category, ModelRef> heads(StaffSnapshot staff) {
    Map<Category, ModelRef> heads = new EnumMap<>(Category.class);
    for (Teacher teacher : staff.with(Teacher.Role.HEAD)) {
      if (teacher.category() != null) {
        heads.put(teacher.category(), teacher.ref());
      }
    }
    staff.principal().ifPresent(principal -> heads.put(Category.GENERAL, principal.ref()));
    return heads;
  }

  /** Everything at one moment. */
  public StaffSnapshot staff() {
    return staff;
  }

  @Override
  public Report of(ModelRef ref) {
    return staff.report(ref);
  }

  @Override
  public Optional<ModelRef> head(Category category) {
    return Optional.ofNullable(heads.get(category));
  }
}
