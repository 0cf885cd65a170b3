package sml.gateway.learning.cluster;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.ModelRef;
import sml.gateway.learning.rests.InProcessSizeLimits;
import sml.gateway.learning.rests.SizeLimits;
import sml.gateway.shared.Commons;

/** What one replica learned of a model's largest prompt, all know. */
public final class SharedSizeLimits implements SizeLimits {
  private final InProcessSizeLimits own;
  private final Commons commons;
  private final Rows<Mark> rows;

  public SharedSizeLimits(InProcessSizeLimits own, Commons commons) {
    this.own = own;
    this.commons = commons;
    this.rows =
        new Rows<>(
            "sizes",
            Mark.class,
            id -> own.mark(Rows.ref(id)),
            Mark::atMs,
            () -> Rows.ids(own.marked()),
            (id, mark) -> own.adopt(Rows.ref(id), mark));
    commons.join(rows);
  }

  @Override
  public void tooLarge(ModelRef ref, int tokens) {
    own.tooLarge(ref, tokens);
    commons.changed(rows, ref.id());
  }

  @Override
  public long shutFor(ModelRef ref, int tokens) {
    return own.shutFor(ref, tokens);
  }

  @Override
  public void reset(@Nullable ModelRef ref) {
    own.reset(ref);
    List<String> told = ref == null ? rows.all().get() : List.of(ref.id());
    told.forEach(id -> commons.changed(rows, id));
  }
}
