package sml.gateway.school.exams;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Primary;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;
import sml.gateway.chat.NewestMap;
import sml.gateway.json.RawObject;
import sml.gateway.school.paper.ExamLevel;
import sml.gateway.school.paper.ExamReply;
import sml.gateway.school.paper.OpenQuestion;
import sml.gateway.school.paper.Question;
import sml.gateway.school.paper.QuestionBank;
import sml.gateway.simulation.AnswerKey;

/**
 * A question bank that remembers the newest questions it returned, so that simulated models can
 * look up the answers. It replaces the question bank in the demo; otherwise it is not created.
 */
@Component
@Primary
@Profile("demo")
public final class DemoAnswerKey implements QuestionBank, AnswerKey {
  private static final int KEPT = 40_000;
  private static final double GOOD = 9;
  private static final double POOR = 2;
  private static final double UNKNOWN = 5;
  private static final Pattern ANSWER =
      Pattern.compile("(?s)BEGIN (ANSWER-[0-9A-F]{8})\n(.*?)\nEND \\1");

  private final QuestionBank bank;
  private final Map<String, Solution> byWording = new NewestMap<>(KEPT);
  private final Map<String, Double> marks = new NewestMap<>(KEPT);

  public DemoAnswerKey(@Qualifier("questionBank") QuestionBank bank) {
    this.bank = bank;
  }

  @Override
  public List<Question> paper(ExamLevel level, long seed, Map<String, String> wordings) {
    List<Question> paper = bank.paper(level, seed, wordings);
    synchronized (this) {
      paper.forEach(this::remember);
    }
    return paper;
  }

  @Override
  public List<OpenQuestion> open(ExamLevel level) {
    return bank.open(level);
  }

  private void remember(Question question) {
    var wording = new StringBuilder();
    question.turns().forEach(turn -> wording.append(turn.text()));
    wording.append(question.image() == null ? "" : question.image());
    byWording.put(
        digest(wording),
        new Solution(
            question.category(),
            question.thai(),
            said(question.example()),
            said(question.nearMiss())));
    marks.put(question.nearMiss().text(), POOR);
    marks.put(question.example().text(), GOOD);
  }

  private static Said said(ExamReply reply) {
    return new Said(
        reply.text(),
        reply.toolCalls().stream().map(call -> new Called(call.name(), call.arguments())).toList());
  }

  @Override
  public Optional<Solution> solve(JsonNode messages) {
    String wording = digest(wording(messages));
    synchronized (this) {
      return Optional.ofNullable(byWording.get(wording));
    }
  }

  @Override
  public Optional<String> mark(JsonNode messages) {
    Matcher fenced = ANSWER.matcher(wording(messages));
    return fenced.find() ? Optional.of(proctorReply(fenced.group(2))) : Optional.empty();
  }

  /** All texts in order, then the images: the same for every dialect's message layout. */
  private static CharSequence wording(JsonNode messages) {
    var texts = new StringBuilder();
    var images = new StringBuilder();
    for (JsonNode message : messages) {
      texts.append(message.path("content").asText(""));
      for (JsonNode part : message.path("content")) {
        texts.append(part.path("text").asText(""));
        images.append(part.at("/image_url/url").asText(""));
      }
    }
    return texts.append(images);
  }

  private static String digest(CharSequence wording) {
    try {
      byte[] bytes = wording.toString().replaceAll("\\s+", "").getBytes(UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private synchronized String proctorReply(String quoted) {
    double mark = UNKNOWN;
    try {
      JsonNode answer = RawObject.EXACT.readTree(quoted);
      mark = marks.getOrDefault(answer.asText(), UNKNOWN);
    } catch (IOException notQuoted) {
      // the answer is unknown: the mark says so
    }
    return String.format(Locale.ROOT, "{\"mark\": %.0f, \"reason\": \"simulated\"}", mark);
  }
}
