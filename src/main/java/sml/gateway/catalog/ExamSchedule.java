package sml.gateway.catalog;

/** When models take their next exam; a room that knows a reason can make it sooner. */
public interface ExamSchedule {

  /**
   * A provider got another key: its models are examined in the next round, unless that was done a
   * few minutes ago. Joins the transaction of the caller, who saves the key in it.
   *
   * @return how many models became due
   */
  int dueAgain(String provider);
}
