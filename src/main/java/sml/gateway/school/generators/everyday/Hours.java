package sml.gateway.school.generators.everyday;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import sml.gateway.school.generators.Chance;
import sml.gateway.school.generators.Facts;
import sml.gateway.school.generators.Generator;
import sml.gateway.school.generators.Words;

/**
 * When a restaurant serves. Facts: {@code shop}, {@code weekday} and {@code weekend} closing times,
 * {@code before} (minutes that the kitchen closes earlier), {@code longer} (minutes that a holiday
 * is longer), {@code day} a weekend day, {@code last} (latest order that day when it is a holiday)
 * and {@code closing}, that day's closing time. Times are printed as 21.30.
 */
public final class Hours implements Generator {
  private static final DateTimeFormatter DOTTED = DateTimeFormatter.ofPattern("HH.mm");
  private static final List<String> WEEKEND = List.of("เสาร์", "อาทิตย์");

  private final Words words;

  public Hours(Words words) {
    this.words = words;
  }

  @Override
  public ObjectNode draw(Chance chance, JsonNode parameters) {
    LocalTime weekday = LocalTime.of(chance.between(19, 20), chance.between(0, 30, 30));
    LocalTime weekend = weekday.plusMinutes(chance.between(30, 60, 30));
    int before = chance.between(20, 45, 5);
    int longer = chance.between(15, 60, 15);
    LocalTime closing = weekend.plusMinutes(longer);
    // a longer day that ends as early as the kitchen closes would hide a mistake
    int kitchen = before == longer ? before + 5 : before;
    return Facts.none()
        .put("shop", chance.pick(words.texts("thaiShops")))
        .put("weekday", DOTTED.format(weekday))
        .put("weekend", DOTTED.format(weekend))
        .put("before", kitchen)
        .put("longer", longer)
        .put("day", chance.pick(WEEKEND))
        .put("last", closing.minusMinutes(kitchen).toString())
        .put("closing", closing.toString());
  }
}
