package sml.gateway.school.grading;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import sml.gateway.json.RawObject;
import sml.gateway.school.paper.ExamReply;
import sml.gateway.school.paper.Grader;
import sml.gateway.school.paper.GraderMark;

/**
 * Right is a list of exactly the wanted items in their order. It may be one line or one item per
 * line, with numbers or bullets, a JSON array, or "thing: item" pairs; what is read is what follows
 * the last "answer", else the whole, else the last line; single words may also stand with spaces
 * alone. An item has some accepted spellings.
 */
final class ListGrader implements Grader {
  private static final Pattern MARKER =
      Pattern.compile(
          "(?i)(?:\\b(?:final\\s+)?answers?\\b(?:\\s+(?:is|are))?|คำตอบ(?:สุดท้าย)?)\\s*(?:(?:ก็)?คือ|ได้แก่)?\\s*[:=]?\\s*");
  private static final Pattern SEPARATOR =
      Pattern.compile("\\s*[,;|/>→·]\\s*(?:(?:and|และ)\\s+)?|\\s+(?:and|และ)\\s+");
  private static final Pattern NUMBERING =
      Pattern.compile("^\\(?(?:\\d{1,2}|[ก-ง]|[a-h])[.):][ ]*|^#\\d+[ ]*");
  private static final Pattern PAIR = Pattern.compile("^.*(?:[:=→]|\\s->?\\s)\\s*");
  private static final Pattern COURTESY =
      Pattern.compile("[\\s.!\"']*(?:(?:นะ)?(?:ครับ|คับ|ค่ะ|คะ)|จ้ะ|จ้า)?[\\s.!\"']*$");
  private static final Pattern ALTERNATIVE = Pattern.compile("(?im)^\\s*(?:or|หรือ)\\s*[:,]?\\s*$");

  private final List<List<String>> items;

  /** {@code items}: the accepted spellings of each. */
  ListGrader(List<List<String>> items) {
    this.items = items.stream().map(one -> one.stream().map(ListGrader::key).toList()).toList();
  }

  @Override
  public GraderMark grade(ExamReply reply) {
    String text = PlainText.characters(reply.text());
    String words = PlainText.unmarked(text);
    if (ALTERNATIVE.matcher(words).find()) {
      return new GraderMark.Wrong("offers alternatives");
    }
    Optional<List<String>> read =
        Stream.of(
                array(words),
                split(afterMarker(words)),
                split(words),
                split(lastLine(words)),
                spaced(words))
            .filter(list -> list.size() == items.size())
            .findFirst();
    return read.map(this::judge)
        .orElse(new GraderMark.Wrong("no list of " + items.size() + " is given"));
  }

  private GraderMark judge(List<String> said) {
    for (int i = 0; i < items.size(); i++) {
      if (!items.get(i).contains(said.get(i))) {
        return new GraderMark.Wrong("item " + (i + 1) + " is " + said.get(i));
      }
    }
    return new GraderMark.Right("names all items in order");
  }

  private static List<String> array(String words) {
    int open = words.indexOf('[');
    int close = words.lastIndexOf(']');
    if (open < 0 || close < open) {
      return List.of();
    }
    try {
      List<String> items = new ArrayList<>();
      for (JsonNode item : RawObject.EXACT.readTree(words.substring(open, close + 1))) {
        items.add(key(item.asText()));
      }
      return items;
    } catch (IOException e) {
      return List.of();
    }
  }

  private static String afterMarker(String words) {
    var ends = MARKER.matcher(words).results().map(hit -> hit.end()).toList();
    return ends.isEmpty() ? "" : words.substring(ends.getLast());
  }

  private static String lastLine(String words) {
    return words.substring(words.lastIndexOf('\n') + 1);
  }

  private static List<String> split(String words) {
    List<String> lines = words.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    if (lines.size() == 1) {
      return SEPARATOR.splitAsStream(lines.getFirst()).map(ListGrader::item).toList();
    }
    return lines.stream()
        .filter(line -> !(line.endsWith(":") && line.equals(lines.getFirst())))
        .map(ListGrader::item)
        .toList();
  }

  /** Thai words are often listed with nothing but spaces between them. */
  private static List<String> spaced(String words) {
    return Pattern.compile("\\s+").splitAsStream(words.strip()).map(ListGrader::item).toList();
  }

  private static String item(String said) {
    String unnumbered = NUMBERING.matcher(said.strip()).replaceFirst("");
    return key(PAIR.matcher(unnumbered).replaceFirst(""));
  }

  private static String key(String item) {
    String tidy = PlainText.characters(item).strip().replaceAll("^[\"'\\[(]+|[\"'\\])]+$", "");
    return COURTESY.matcher(tidy).replaceFirst("").toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
  }
}
