package sml.gateway.intake;

import java.util.function.Supplier;
import sml.gateway.chat.Category;

/**
 * What a prompt asks for.
 *
 * @param thai the answer has to be in Thai
 * @param margin how far the category is ahead of the second, 0 when they are equal
 * @param reasons the signs that spoke most for the category; they are read only when asked for
 */
record Classification(Category category, boolean thai, float margin, Supplier<String> reasons) {

  /** The strongest signs, as a short text for people. */
  public String signs() {
    return reasons.get();
  }
}
