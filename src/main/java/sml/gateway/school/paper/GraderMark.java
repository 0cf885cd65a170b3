package sml.gateway.school.paper;

/** What a grader says of a reply. The reasons are for people. */
public sealed interface GraderMark {

  /** The reply is right. */
  record Right(String reason) implements GraderMark {}

  /** The reply is wrong. */
  record Wrong(String reason) implements GraderMark {}

  /**
   * The rules found no fault; how good the reply is, proctors have to say.
   *
   * @param rubric what they look at
   */
  record Open(String rubric) implements GraderMark {}
}
