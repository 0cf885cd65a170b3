package sml.gateway.school.generators;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import sml.gateway.school.questions.Facts;

/** Dates in the ways they are written. */
public final class WrittenDates {
  private static final int BUDDHIST_YEARS = 543;
  private static final DateTimeFormatter ENGLISH =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);
  private static final List<String> THAI_MONTHS =
      List.of(
          "มกราคม",
          "กุมภาพันธ์",
          "มีนาคม",
          "เมษายน",
          "พฤษภาคม",
          "มิถุนายน",
          "กรกฎาคม",
          "สิงหาคม",
          "กันยายน",
          "ตุลาคม",
          "พฤศจิกายน",
          "ธันวาคม");

  private WrittenDates() {}

  /**
   * The date as {@code iso}, in {@code english}, in {@code thai} with the Buddhist year, its parts
   * in Thai ({@code day}, {@code month}, {@code year}), and {@code miscounted}: ISO for who keeps
   * the Buddhist year.
   */
  public static ObjectNode facts(LocalDate date) {
    int buddhist = date.getYear() + BUDDHIST_YEARS;
    return Facts.none()
        .put("iso", date.toString())
        .put("english", ENGLISH.format(date))
        .put("thai", date.getDayOfMonth() + " " + month(date) + " " + buddhist)
        .put("day", date.getDayOfMonth())
        .put("month", month(date))
        .put("year", buddhist)
        .put("miscounted", date.withYear(buddhist).toString());
  }

  private static String month(LocalDate date) {
    return THAI_MONTHS.get(date.getMonthValue() - 1);
  }
}
