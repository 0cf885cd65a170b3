package sml.gateway.school.generators.everyday;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import sml.gateway.school.generators.Chance;
import sml.gateway.school.generators.Facts;
import sml.gateway.school.generators.Generator;
import sml.gateway.school.generators.Words;

/**
 * A price went up, then down, and the first price is asked for; all amounts are whole. Facts:
 * {@code thing}, {@code up} and {@code down} in percent, {@code last} price, {@code first} price,
 * and {@code netted}, what comes out for who adds the two percentages.
 */
public final class Markup implements Generator {
  private static final List<Integer> UPS = List.of(20, 25, 40, 50);
  private static final List<Integer> DOWNS = List.of(10, 20, 30, 40);

  private final Words words;

  public Markup(Words words) {
    this.words = words;
  }

  @Override
  public ObjectNode draw(Chance chance, JsonNode parameters) {
    int up = chance.pick(UPS);
    int down = chance.pick(DOWNS);
    int first = chance.between(200, 1800, 200);
    int last = first * (100 + up) / 100 * (100 - down) / 100;
    int net = up == down ? 5 : up - down;
    return Facts.none()
        .put("thing", chance.pick(words.texts("things")))
        .put("up", up)
        .put("down", down)
        .put("last", last)
        .put("first", first)
        .put("netted", last * 100 / (100 + net));
  }
}
