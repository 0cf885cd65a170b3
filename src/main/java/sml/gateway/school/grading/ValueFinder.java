package sml.gateway.school.grading;

import java.util.List;

/** Reads values of one kind in unmarked text. */
interface ValueFinder<T> {

  /** The values in their order; they do not overlap. */
  List<FoundValue<T>> find(String text);

  /** Words that may stand around a value without saying anything else, as a regular expression. */
  String company();
}
