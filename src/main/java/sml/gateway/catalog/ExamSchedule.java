package sml.gateway.catalog;

/** When models sit their next exam, for whoever knows a reason to examine them again. */
public interface ExamSchedule {

  /**
   * A provider got another key: its models are examined in the next round, unless that was done a
   * few minutes ago. Joins the transaction of the caller, who saves the key in it.
   *
   * @return how many models became due
   */
  int dueAgain(String provider);
}
