package sml.gateway.school.grading.reading;

import java.util.List;

/** Reads values of one kind in unmarked text. */
public interface Finder<T> {

  /** The values in their order; they do not overlap. */
  List<Found<T>> find(String text);

  /** Words that may stand around a value without saying anything else, as a regular expression. */
  String company();
}
