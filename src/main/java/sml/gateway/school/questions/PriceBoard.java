package sml.gateway.school.questions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/**
 * A Thai price board; some prices are in Thai digits. Facts: {@code image}, {@code first} and
 * {@code second} (name, count, price) that are ordered, their {@code sum}, and {@code swapped}, the
 * sum for who mixes up the two counts.
 */
final class PriceBoard implements Generator {
  private static final int WIDTH = 520;
  private static final int ROW = 58;
  private static final int TOP = 96;
  private static final int DISHES = 5;
  private static final double SIZE = 34;
  private static final List<Color> GROUNDS =
      List.of(new Color(0x14532D), new Color(0x1E3A5F), new Color(0x3B2412), new Color(0x27272A));
  private static final Color CHALK = new Color(0xFFFBEB);
  private static final Color LINE = new Color(0x9CA3AF);

  private final WordLists wordLists;
  private final Lettering letters = new Lettering();

  private record Row(String name, int price, boolean thaiDigits) {
    String printed() {
      String digits = String.valueOf(price);
      if (!thaiDigits) {
        return digits;
      }
      var thai = new StringBuilder();
      digits.chars().forEach(digit -> thai.append((char) (digit - '0' + '๐')));
      return thai.toString();
    }
  }

  public PriceBoard(WordLists wordLists) {
    this.wordLists = wordLists;
  }

  @Override
  public ObjectNode draw(QuestionRandom questionRandom, JsonNode parameters) {
    List<Row> rows = new ArrayList<>();
    int price = questionRandom.between(31, 42);
    for (String name : questionRandom.some(DISHES, wordLists.texts("thaiDishes"))) {
      rows.add(new Row(name, price, rows.size() % 2 == 0));
      price += questionRandom.between(3, 14);
    }
    List<Row> shown = questionRandom.shuffled(rows);
    List<Row> ordered = questionRandom.some(2, rows);
    int one = questionRandom.between(1, 2);
    int two = questionRandom.between(3, 4);
    Row first = ordered.getFirst();
    Row second = ordered.getLast();
    ObjectNode facts = Facts.none().put("image", picture(shown, questionRandom.pick(GROUNDS)));
    facts.set("first", fact(first, one));
    facts.set("second", fact(second, two));
    return facts
        .put("sum", first.price * one + second.price * two)
        .put("swapped", first.price * two + second.price * one);
  }

  private static ObjectNode fact(Row row, int count) {
    return Facts.none().put("name", row.name).put("count", count).put("price", row.price);
  }

  private String picture(List<Row> rows, Color ground) {
    var imageCanvas = new ImageCanvas(WIDTH, TOP + ROW * rows.size() + 20, ground);
    String title = "ราคาวันนี้ (บาท)";
    double left = (WIDTH - letters.width(title, SIZE)) / 2;
    imageCanvas.fill(letters.shape(title, left, 58, SIZE), CHALK);
    for (int i = 0; i < rows.size(); i++) {
      double baseline = TOP + ROW * (i + 0.72);
      String price = rows.get(i).printed();
      imageCanvas.fill(new Rectangle2D.Double(30, TOP + ROW * i, WIDTH - 60, 1.5), LINE);
      imageCanvas.fill(letters.shape(rows.get(i).name, 44, baseline, SIZE), CHALK);
      double right = WIDTH - 48 - letters.width(price, SIZE);
      imageCanvas.fill(letters.shape(price, right, baseline, SIZE), CHALK);
    }
    return imageCanvas.dataUrl();
  }
}
