package sml.gateway.school.generators;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import sml.gateway.school.questions.Facts;
import sml.gateway.school.questions.Generator;
import sml.gateway.school.questions.QuestionRandom;
import sml.gateway.school.questions.WordLists;

/**
 * Words to be put in alphabetical order in a strict form. Facts: {@code words} as given, {@code
 * separator}, {@code loud} (which place is to be in capitals, as a word), {@code line} as asked for
 * and {@code almost}, the line with its last two words swapped.
 */
public final class Sorting implements Generator {
  private static final List<String> SEPARATORS = List.of(" > ", " | ", " + ", " ~ ", " :: ");
  private static final List<String> PLACES = List.of("first", "second", "third", "fourth");

  private final WordLists wordLists;

  public Sorting(WordLists wordLists) {
    this.wordLists = wordLists;
  }

  @Override
  public ObjectNode draw(QuestionRandom questionRandom, JsonNode parameters) {
    List<String> given = questionRandom.some(5, wordLists.texts("englishNouns"));
    int loud = questionRandom.between(0, PLACES.size() - 1);
    String separator = questionRandom.pick(SEPARATORS);
    List<String> sorted = new ArrayList<>(given);
    Collections.sort(sorted);
    sorted.set(loud, sorted.get(loud).toUpperCase(Locale.ROOT));
    String line = String.join(separator, sorted);
    Collections.swap(sorted, 3, 4);
    return Facts.none()
        .put("words", String.join(", ", given))
        .put("separator", separator)
        .put("loud", PLACES.get(loud))
        .put("line", line)
        .put("almost", String.join(separator, sorted));
  }
}
