package sml.gateway.school.questions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * One question with one right and some wrong answers, in random order. The data's {@code cases}
 * have {@code text}, {@code right} and {@code wrong}. Facts: {@code text}, {@code options} as a
 * block of lettered lines, {@code names} of the options, {@code answer} (the place of the right
 * one), {@code letter} and {@code right}, {@code otherLetter} and {@code other} of a wrong one.
 */
final class ChoiceQuestion implements Generator {
  private static final List<String> LETTERS = List.of("ก", "ข", "ค", "ง");

  @Override
  public ObjectNode draw(QuestionRandom questionRandom, JsonNode parameters) {
    List<JsonNode> cases = new ArrayList<>();
    parameters.path("cases").forEach(cases::add);
    JsonNode drawn = questionRandom.pick(cases);
    List<String> options = new ArrayList<>();
    options.add(drawn.path("right").asText());
    drawn.path("wrong").forEach(wrong -> options.add(wrong.asText()));
    List<String> shuffled = questionRandom.shuffled(options);
    int answer = shuffled.indexOf(options.getFirst());
    int other = (answer + 1) % shuffled.size();
    ObjectNode facts =
        Facts.none()
            .put("text", drawn.path("text").asText())
            .put("answer", answer)
            .put("letter", LETTERS.get(answer))
            .put("right", shuffled.get(answer))
            .put("otherLetter", LETTERS.get(other))
            .put("other", shuffled.get(other));
    var block = new StringBuilder();
    for (int i = 0; i < shuffled.size(); i++) {
      block.append(LETTERS.get(i)).append(". ").append(shuffled.get(i)).append('\n');
      facts.withArray("names").add(shuffled.get(i));
    }
    return facts.put("options", block.toString().strip());
  }
}
