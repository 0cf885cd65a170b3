package sml.gateway.catalog.observed;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sml.gateway.catalog.Provider.Access;

/**
 * The refusals of one provider since its last answer. One model that wants money or has left says
 * little; when every model that is asked says so, the provider does.
 */
final class AccessSigns {
  /** So many different models stand for all of them. */
  private static final int ENOUGH = 3;

  private @Nullable Access kind;
  private final Set<String> models = new HashSet<>();
  private int refusals;

  /**
   * A model refused in a way that means this access.
   *
   * @param offered how many chat models the provider has
   * @return true when that holds for the provider
   */
  synchronized boolean refused(Access means, String model, int offered) {
    if (kind != means) {
      answered();
      kind = means;
    }
    if (models.size() < ENOUGH) {
      models.add(model);
    }
    refusals++;
    int needed = Math.min(ENOUGH, Math.max(1, offered));
    return models.size() >= needed && refusals >= Math.max(2, needed);
  }

  synchronized void answered() {
    models.clear();
    refusals = 0;
  }
}
