package sml.gateway.upstream.dialect;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The field {@code model} of a multipart form; all other fields stay as they came. */
public final class FormModel {
  private static final Pattern BOUNDARY =
      Pattern.compile("boundary=(?:\"([^\"]+)\"|([^;\\s]+))", Pattern.CASE_INSENSITIVE);
  private static final Pattern MODEL = Pattern.compile("\\bname=\"?model\"?(?:[;\\s]|$)");
  private static final Pattern FILE = Pattern.compile("\\bname=\"?file\"?(?:[;\\s]|$)");

  private final byte[] boundary;

  /** A form whose content type is given. */
  public FormModel(String contentType) {
    Matcher matcher = BOUNDARY.matcher(contentType);
    String found = "";
    if (matcher.find()) {
      found = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    }
    boundary = ("--" + found).getBytes(ISO_8859_1);
  }

  /** Where the value lies. */
  private record Span(int start, int end) {}

  /** The value of the field, null when the form has none. */
  public @Nullable String get(byte[] form) {
    Span span = find(form, MODEL);
    return span == null
        ? null
        : new String(form, span.start(), span.end() - span.start(), UTF_8).strip();
  }

  /** True when the form has a field {@code file}. */
  public boolean hasFile(byte[] form) {
    return find(form, FILE) != null;
  }

  /** The form with this value; a field is added in front when it has none. */
  byte[] set(byte[] form, String model) {
    Span span = find(form, MODEL);
    var changed = new ByteArrayOutputStream(form.length + model.length() + 128);
    if (span == null) {
      changed.writeBytes(boundary);
      changed.writeBytes(
          ("\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\n" + model + "\r\n")
              .getBytes(UTF_8));
      changed.writeBytes(form);
      return changed.toByteArray();
    }
    changed.write(form, 0, span.start());
    changed.writeBytes(model.getBytes(UTF_8));
    changed.write(form, span.end(), form.length - span.end());
    return changed.toByteArray();
  }

  private @Nullable Span find(byte[] form, Pattern name) {
    int part = indexOf(form, boundary, 0);
    while (part >= 0) {
      int head = part + boundary.length;
      int body = indexOf(form, "\r\n\r\n".getBytes(ISO_8859_1), head);
      int next = indexOf(form, boundary, head);
      if (body < 0 || next < 0) {
        return null;
      }
      if (body < next) {
        String lines = new String(form, head, body - head, UTF_8);
        if (isNamed(lines, name)) {
          return new Span(body + 4, Math.max(body + 4, next - 2));
        }
      }
      part = next;
    }
    return null;
  }

  private static boolean isNamed(String lines, Pattern name) {
    return lines
        .lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-disposition:"))
        .anyMatch(line -> name.matcher(line).find());
  }

  private static int indexOf(byte[] in, byte[] wanted, int from) {
    for (int i = from; i <= in.length - wanted.length; i++) {
      int same = 0;
      while (same < wanted.length && in[i + same] == wanted[same]) {
        same++;
      }
      if (same == wanted.length) {
        return i;
      }
    }
    return -1;
  }
}
