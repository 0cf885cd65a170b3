package sml.gateway.school.questions;

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

/**
 * Coloured shapes that do not touch, some of them to be counted. Facts: {@code image}, {@code
 * colour} and {@code shape} (plural) asked for, {@code count}, and {@code all}, the shapes of any
 * colour.
 */
final class ShapesImage implements Generator {
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
  public ObjectNode draw(QuestionRandom questionRandom, JsonNode parameters) {
    List<Kind> kinds = questionRandom.shuffled(List.of(Kind.values()));
    List<Tint> tints = questionRandom.shuffled(TINTS);
    Piece wanted = new Piece(kinds.getFirst(), tints.getFirst());
    int count = questionRandom.between(3, 7);
    int sameKind = questionRandom.between(2, 4);
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pieces.add(wanted);
    }
    for (int i = 0; i < sameKind; i++) {
      pieces.add(new Piece(wanted.kind, tints.get(questionRandom.between(1, 3))));
    }
    while (pieces.size() < COLUMNS * ROWS - 3) {
      pieces.add(new Piece(kinds.get(questionRandom.between(1, 3)), questionRandom.pick(tints)));
    }
    return Facts.none()
        .put("image", picture(questionRandom, pieces))
        .put("colour", wanted.tint.name)
        .put("shape", wanted.kind.name().toLowerCase(Locale.ROOT))
        .put("count", count)
        .put("all", count + sameKind);
  }

  private static String picture(QuestionRandom questionRandom, List<Piece> pieces) {
    var imageCanvas = new ImageCanvas(COLUMNS * CELL + 20, ROWS * CELL + 20, new Color(0xF8FAFC));
    List<Integer> cells = new ArrayList<>();
    for (int cell = 0; cell < COLUMNS * ROWS; cell++) {
      cells.add(cell);
    }
    List<Integer> places = questionRandom.shuffled(cells);
    for (int i = 0; i < pieces.size(); i++) {
      int cell = places.get(i);
      double x = 10 + (cell % COLUMNS + 0.5) * CELL + questionRandom.between(-9, 9);
      double y = 10 + (cell / COLUMNS + 0.5) * CELL + questionRandom.between(-9, 9);
      Piece piece = pieces.get(i);
      imageCanvas.fill(piece.kind.at(x, y, questionRandom.between(20, 30)), piece.tint.colour);
    }
    return imageCanvas.dataUrl();
  }
}
