package sml.gateway.routing;

import java.util.List;
import sml.gateway.chat.Category;
import sml.gateway.chat.ModelRef;
import sml.gateway.routing.FieldAbilities.Change;
import sml.gateway.routing.FieldAbilities.Drift;

/**
 * What became of a change. One for the worse is noticed with the first plan of its category from
 * which on the model leads one of ten at most; one for the better with the first from which on it
 * leads two of ten in any category.
 *
 * @param calls to the model until it was noticed, or until the end
 * @param noticed whether it was
 */
record FieldNotice(Drift drift, int calls, boolean noticed) {
  private static final int LOOKS = 10;

  /** Which model came first in a plan. */
  record Lead(int request, Category category, ModelRef ref) {}

  /** A call. */
  record Asked(int request, ModelRef ref) {}

  static FieldNotice of(Drift drift, List<Lead> leads, List<Asked> calls, int end) {
    boolean better = drift.change() == Change.GETS_BETTER;
    List<Lead> later =
        leads.stream()
            .filter(lead -> lead.request >= drift.request())
            .filter(lead -> better || lead.category == drift.category())
            .toList();
    for (int i = 0; i + LOOKS <= later.size(); i++) {
      List<Lead> looks = later.subList(i, i + LOOKS);
      long leading = looks.stream().filter(lead -> lead.ref.equals(drift.ref())).count();
      if (better ? leading >= 2 : leading <= 1) {
        return new FieldNotice(drift, count(drift, calls, later.get(i).request), true);
      }
    }
    return new FieldNotice(drift, count(drift, calls, end), false);
  }

  private static int count(Drift drift, List<Asked> calls, int until) {
    return (int)
        calls.stream()
            .filter(call -> call.ref.equals(drift.ref()))
            .filter(call -> call.request >= drift.request() && call.request < until)
            .count();
  }
}
