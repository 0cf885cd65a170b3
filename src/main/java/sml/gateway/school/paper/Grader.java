package sml.gateway.school.paper;

/** Judges the reply to one question. Never throws: what it cannot read is wrong. */
@FunctionalInterface
public interface Grader {

  GraderMark grade(ExamReply reply);
}
