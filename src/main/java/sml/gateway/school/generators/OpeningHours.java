package sml.gateway.school.generators;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import sml.gateway.school.questions.Facts;
import sml.gateway.school.questions.Generator;
import sml.gateway.school.questions.QuestionRandom;
import sml.gateway.school.questions.WordLists;

/**
 * When a restaurant serves. Facts: {@code shop}, {@code weekday} and {@code weekend} closing times,
 * {@code before} (minutes that the kitchen closes earlier), {@code longer} (minutes that a holiday
 * is longer), {@code day} a weekend day, {@code last} (latest order that day when it is a holiday)
 * and {@code closing}, that day's closing time. Times are printed as 21.30.
 */
public final class OpeningHours implements Generator {
  private static final DateTimeFormatter DOTTED = DateTimeFormatter.ofPattern("HH.mm");
  private static final List<String> WEEKEND = List.of("เสาร์", "อาทิตย์");

  private final WordLists wordLists;

  public OpeningHours(WordLists wordLists) {
    this.wordLists = wordLists;
  }

  @Override
  public ObjectNode draw(QuestionRandom questionRandom, JsonNode parameters) {
    LocalTime weekday =
        LocalTime.of(questionRandom.between(19, 20), questionRandom.between(0, 30, 30));
    LocalTime weekend = weekday.plusMinutes(questionRandom.between(30, 60, 30));
    int before = questionRandom.between(20, 45, 5);
    int longer = questionRandom.between(15, 60, 15);
    LocalTime closing = weekend.plusMinutes(longer);
    // a longer day that ends as early as the kitchen closes would hide a mistake
    int kitchen = before == longer ? before + 5 : before;
    return Facts.none()
        .put("shop", questionRandom.pick(wordLists.texts("thaiShops")))
        .put("weekday", DOTTED.format(weekday))
        .put("weekend", DOTTED.format(weekend))
        .put("before", kitchen)
        .put("longer", longer)
        .put("day", questionRandom.pick(WEEKEND))
        .put("last", closing.minusMinutes(kitchen).toString())
        .put("closing", closing.toString());
  }
}
