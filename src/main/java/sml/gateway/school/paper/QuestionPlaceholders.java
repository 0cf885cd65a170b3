package sml.gateway.school.paper;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The places {@code {{fact}}} or {@code {{fact|filter}}} of a text, filled for each exam. */
public final class QuestionPlaceholders {
  /** A place: the path of its fact, and its filter if it has one. */
  public static final Pattern PLACE = Pattern.compile("\\{\\{([A-Za-z0-9_.]+)(?:\\|([a-z]+))?}}");

  private QuestionPlaceholders() {}

  /** All places of a text, sorted; one that stands there twice is listed twice. */
  public static List<String> in(String text) {
    return PLACE.matcher(text).results().map(MatchResult::group).sorted().toList();
  }

  /** The text with a space for each place. */
  public static String without(String text) {
    return PLACE.matcher(text).replaceAll(" ");
  }
}
