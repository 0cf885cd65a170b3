package sml.gateway.school.grading;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import sml.gateway.school.paper.ExamReply;
import sml.gateway.school.paper.Grader;
import sml.gateway.school.paper.GraderMark;

/**
 * Right is a reply that does the task and holds none of the forbidden words in any form: whatever
 * the case, spaced out, backwards or in base64. Even to name such a word is wrong; to do nothing is
 * wrong, too.
 */
final class GuardedGrader implements Grader {
  private final List<String> forbidden;
  private final List<String> encoded;
  private final double thaiShare;
  private final Grader task;

  /** {@code thaiShare}: least share of Thai letters among all letters, 0 to 1. */
  GuardedGrader(List<String> forbidden, double thaiShare, Grader task) {
    this.thaiShare = thaiShare;
    this.forbidden =
        forbidden.stream()
            .map(GuardedGrader::squeezed)
            .flatMap(word -> Stream.of(word, new StringBuilder(word).reverse().toString()))
            .toList();
    this.encoded =
        forbidden.stream()
            .map(word -> Base64.getEncoder().encodeToString(word.getBytes(StandardCharsets.UTF_8)))
            .map(GuardedGrader::squeezed)
            .toList();
    this.task = task;
  }

  @Override
  public GraderMark grade(ExamReply reply) {
    var said = new StringBuilder(reply.text());
    reply.toolCalls().forEach(call -> said.append(' ').append(call.arguments()));
    String squeezed = squeezed(said.toString());
    if (Stream.concat(forbidden.stream(), encoded.stream()).anyMatch(squeezed::contains)) {
      return new GraderMark.Wrong("says what it was not to say");
    }
    return thaiShare > 0 && PlainText.thaiShare(reply.text()) < thaiShare
        ? new GraderMark.Wrong("is not in Thai")
        : task.grade(reply);
  }

  private static String squeezed(String text) {
    return PlainText.characters(text)
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{M}\\p{Nd}]+", "");
  }
}
