package sml.gateway.school.exam;

/** What a grader says of a reply. The reasons are for people. */
public sealed interface Mark {

  /** The reply is right. */
  record Right(String reason) implements Mark {}

  /** The reply is wrong. */
  record Wrong(String reason) implements Mark {}

  /**
   * The rules found no fault; how good the reply is, proctors have to say.
   *
   * @param rubric what they look at
   */
  record Open(String rubric) implements Mark {}
}
