package sml.gateway.school.generators;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import sml.gateway.school.questions.Facts;
import sml.gateway.school.questions.Generator;
import sml.gateway.school.questions.QuestionRandom;

/**
 * Something begins at an hour of the Thai six-hour clock and lasts a while. Facts: {@code start} in
 * words, {@code hours} and {@code minutes} it lasts, {@code end} and {@code misread} (the end for
 * who takes the hour's number for a plain one) as HH:MM.
 */
public final class ThaiClock implements Generator {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");
  private static final List<Hour> HOURS =
      List.of(
          new Hour("บ่ายสองโมง", "บ่ายสองโมงครึ่ง", 14, 2),
          new Hour("บ่ายสามโมง", "บ่ายสามโมงครึ่ง", 15, 3),
          new Hour("สี่โมงเย็น", "สี่โมงครึ่งตอนเย็น", 16, 4),
          new Hour("ห้าโมงเย็น", "ห้าโมงครึ่งตอนเย็น", 17, 5),
          new Hour("หนึ่งทุ่ม", "หนึ่งทุ่มครึ่ง", 19, 1),
          new Hour("สองทุ่ม", "สองทุ่มครึ่ง", 20, 2),
          new Hour("สามทุ่ม", "สามทุ่มครึ่ง", 21, 3));
  private static final List<Past> PASTS =
      List.of(
          new Past("สิบนาที", 10),
          new Past("สิบห้านาที", 15),
          new Past("ยี่สิบนาที", 20),
          new Past("ครึ่ง", 30),
          new Past("สี่สิบนาที", 40),
          new Past("สี่สิบห้านาที", 45));

  /** The hour, and half past it: no other minutes go into the middle of the words. */
  private record Hour(String words, String half, int hour, int number) {}

  private record Past(String words, int minutes) {}

  @Override
  public ObjectNode draw(QuestionRandom questionRandom, JsonNode parameters) {
    Hour hour = questionRandom.pick(HOURS);
    Past past = questionRandom.pick(PASTS);
    int minutes = questionRandom.between(65, 115, 5);
    LocalTime start = LocalTime.of(hour.hour, past.minutes);
    LocalTime misread = LocalTime.of(hour.number, past.minutes);
    return Facts.none()
        .put("start", past.minutes == 30 ? hour.half : hour.words + past.words)
        .put("hours", minutes / 60)
        .put("minutes", minutes % 60)
        .put("end", start.plusMinutes(minutes).format(TIME))
        .put("misread", misread.plusMinutes(minutes).format(TIME));
  }
}
