package sml.gateway.school.images;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import sml.gateway.school.generators.Chance;
import sml.gateway.school.generators.Facts;
import sml.gateway.school.generators.Generator;

/**
 * Coloured shapes that do not touch, some of them to be counted. Facts: {@code image}, {@code
 * colour} and {@code shape} (plural) asked for, {@code count}, and {@code all}, the shapes of any
 * colour.
 */
public final class Shapes implements Generator {
  private static final int COLUMNS = 5;
  private static final int ROWS = 4;
  private static final int CELL = 90;
  private static final List<Tint> TINTS =
      List.of(
          new Tint("red", new Color(0xC81E1E)),
          new Tint("blue", new Color(0x1D4ED8)),
          new Tint("green", new Color(0x15803D)),
          new Tint("yellow", new Color(0xFACC15)));

  private record Tint(String name, Color colour) {}

  private record Piece(Kind kind, Tint tint) {}

  private enum Kind {
    CIRCLES,
    SQUARES,
    TRIANGLES,
    STARS;

    Shape at(double x, double y, double radius) {
      return switch (this) {
        case CIRCLES -> new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
        case SQUARES ->
            new Rectangle2D.Double(x - radius * 0.9, y - radius * 0.9, 1.8 * radius, 1.8 * radius);
        case TRIANGLES -> polygon(x, y + radius * 0.15, radius * 1.1, radius * 1.1, 3);
        case STARS -> polygon(x, y, radius * 1.1, radius * 0.45, 10);
      };
    }

    private static Shape polygon(double x, double y, double even, double odd, int corners) {
      var path = new Path2D.Double();
      for (int i = 0; i < corners; i++) {
        double angle = -Math.PI / 2 + 2 * Math.PI * i / corners;
        double reach = i % 2 == 0 ? even : odd;
        double cornerX = x + reach * Math.cos(angle);
        double cornerY = y + reach * Math.sin(angle);
        if (i == 0) {
          path.moveTo(cornerX, cornerY);
        } else {
          path.lineTo(cornerX, cornerY);
        }
      }
      path.closePath();
      return path;
    }
  }

  @Override
  public ObjectNode draw(Chance chance, JsonNode parameters) {
    List<Kind> kinds = chance.shuffled(List.of(Kind.values()));
    List<Tint> tints = chance.shuffled(TINTS);
    Piece wanted = new Piece(kinds.getFirst(), tints.getFirst());
    int count = chance.between(3, 7);
    int sameKind = chance.between(2, 4);
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pieces.add(wanted);
    }
    for (int i = 0; i < sameKind; i++) {
      pieces.add(new Piece(wanted.kind, tints.get(chance.between(1, 3))));
    }
    while (pieces.size() < COLUMNS * ROWS - 3) {
      pieces.add(new Piece(kinds.get(chance.between(1, 3)), chance.pick(tints)));
    }
    return Facts.none()
        .put("image", picture(chance, pieces))
        .put("colour", wanted.tint.name)
        .put("shape", wanted.kind.name().toLowerCase(Locale.ROOT))
        .put("count", count)
        .put("all", count + sameKind);
  }

  private static String picture(Chance chance, List<Piece> pieces) {
    var picture = new Picture(COLUMNS * CELL + 20, ROWS * CELL + 20, new Color(0xF8FAFC));
    List<Integer> cells = new ArrayList<>();
    for (int cell = 0; cell < COLUMNS * ROWS; cell++) {
      cells.add(cell);
    }
    List<Integer> places = chance.shuffled(cells);
    for (int i = 0; i < pieces.size(); i++) {
      int cell = places.get(i);
      double x = 10 + (cell % COLUMNS + 0.5) * CELL + chance.between(-9, 9);
      double y = 10 + (cell / COLUMNS + 0.5) * CELL + chance.between(-9, 9);
      Piece piece = pieces.get(i);
      picture.fill(piece.kind.at(x, y, chance.between(20, 30)), piece.tint.colour);
    }
    return picture.dataUrl();
  }
}
