package sml.gateway.school.grading;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sml.gateway.school.grading.JavaScriptSandbox.Run;
import sml.gateway.school.paper.ExamReply;
import sml.gateway.school.paper.Grader;
import sml.gateway.school.paper.GraderMark;

/**
 * Right is JavaScript whose function gives, for every hidden case, what the bank's own solution
 * gives. Both are run in the {@link JavaScriptSandbox}. The code may stand in a fence with prose
 * around it; of several fences the last one that defines the function counts.
 */
final class CodeGrader implements Grader {
  private static final Pattern FENCE = Pattern.compile("(?s)```[A-Za-z]*[ ]*\\r?\\n(.*?)(?:```|$)");
  private static final Pattern MODULE_WORDS =
      Pattern.compile(
          "(?m)^[ ]*(?:export[ ]+default[ ]+|export[ ]+(?=(?:async|function|const|let|var)\\b))");
  private static final Pattern MODULE_LINES =
      Pattern.compile("(?m)^[ ]*(?:export[ ]*\\{[^}]*}|export[ ]+default[ ]+\\w+[ ]*;?[ ]*$).*$");
  private static final double CLOSE = 1e-9;

  private final JavaScriptSandbox sandbox;
  private final String function;
  private final String solution;
  private final JsonNode cases;
  private final Pattern definition;

  /**
   * @param function its name
   * @param solution JavaScript that defines it rightly
   * @param cases a list of lists of arguments
   */
  CodeGrader(JavaScriptSandbox sandbox, String function, String solution, JsonNode cases) {
    this.sandbox = sandbox;
    this.function = function;
    this.solution = solution;
    this.cases = cases;
    this.definition =
        Pattern.compile("\\bfunction\\s*\\*?\\s*" + function + "\\b|\\b" + function + "\\s*=(?!=)");
  }

  @Override
  public GraderMark grade(ExamReply reply) {
    String code = code(reply.text());
    if (!definition.matcher(code).find()) {
      return new GraderMark.Wrong("defines no function " + function);
    }
    JsonNode wanted =
        switch (sandbox.run(solution, function, cases)) {
          case Run.Returned returned -> returned.results();
          case Run.Failed failed ->
              throw new IllegalStateException("the bank's own solution: " + failed.reason());
        };
    return switch (sandbox.run(code, function, cases)) {
      case Run.Returned returned -> compare(wanted, returned.results());
      case Run.Failed failed -> new GraderMark.Wrong(failed.reason());
    };
  }

  private GraderMark compare(JsonNode wanted, JsonNode found) {
    for (int i = 0; i < wanted.size(); i++) {
      if (!same(wanted.get(i), found.path(i))) {
        return new GraderMark.Wrong(
            function + cases.get(i) + " gave " + shortened(found.path(i).toString()));
      }
    }
    return new GraderMark.Right("passes " + wanted.size() + " hidden cases");
  }

  private static boolean same(JsonNode wanted, JsonNode found) {
    if (wanted.isNumber() && found.isNumber()) {
      double off = Math.abs(wanted.doubleValue() - found.doubleValue());
      return off <= CLOSE * Math.max(1, Math.abs(wanted.doubleValue()));
    }
    if (wanted.isArray() && found.isArray() && wanted.size() == found.size()) {
      for (int i = 0; i < wanted.size(); i++) {
        if (!same(wanted.get(i), found.get(i))) {
          return false;
        }
      }
      return true;
    }
    return wanted.equals(found);
  }

  private String code(String text) {
    List<String> fences = FENCE.matcher(text).results().map(hit -> hit.group(1)).toList();
    Optional<String> last =
        fences.reversed().stream().filter(code -> definition.matcher(code).find()).findFirst();
    Matcher lines = MODULE_LINES.matcher(last.orElse(text));
    return MODULE_WORDS.matcher(lines.replaceAll("")).replaceAll("");
  }

  private static String shortened(String text) {
    return text.length() > 120 ? text.substring(0, 120) + "…" : text;
  }
}
