package sml.gateway.school.questions;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** An image to draw on; areas of flat colour keep its PNG small. */
final class ImageCanvas {
  private final BufferedImage image;
  private final Graphics2D pen;

  ImageCanvas(int width, int height, Color ground) {
    image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    pen = image.createGraphics();
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    pen.setColor(ground);
    pen.fillRect(0, 0, width, height);
  }

  /** Fills a shape. */
  ImageCanvas fill(Shape shape, Color colour) {
    pen.setColor(colour);
    pen.fill(shape);
    return this;
  }

  /** The picture as {@code data:image/png;base64,…}; nothing can be drawn any more. */
  String dataUrl() {
    pen.dispose();
    var bytes = new ByteArrayOutputStream();
    try (var out = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes.toByteArray());
  }
}
