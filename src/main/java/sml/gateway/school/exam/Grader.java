package sml.gateway.school.exam;

/** Judges the reply to one question. Never throws: what it cannot read is wrong. */
@FunctionalInterface
public interface Grader {

  Mark grade(Reply reply);
}
