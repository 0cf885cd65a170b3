package sml.gateway.school.generators;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import sml.gateway.school.questions.Facts;
import sml.gateway.school.questions.Generator;
import sml.gateway.school.questions.QuestionRandom;
import sml.gateway.school.questions.WordLists;

/**
 * Goods to be listed from cheap to dear, numbered in Thai digits. Facts: {@code offer} as a
 * sentence, {@code lines} as asked for, {@code arabic} (the same numbered 1, 2, 3).
 */
public final class PriceLines implements Generator {
  private static final String THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙";

  private final WordLists wordLists;

  private record Offer(String name, int price) {}

  public PriceLines(WordLists wordLists) {
    this.wordLists = wordLists;
  }

  @Override
  public ObjectNode draw(QuestionRandom questionRandom, JsonNode parameters) {
    List<Offer> offers = new ArrayList<>();
    int price = questionRandom.between(11, 19);
    for (JsonNode good : questionRandom.some(4, wordLists.items("thaiGoods"))) {
      offers.add(new Offer(good.path("name").asText(), price));
      price += questionRandom.between(3, 14);
    }
    List<String> said =
        questionRandom.shuffled(offers).stream()
            .map(offer -> offer.name + "ราคา " + offer.price + " บาท")
            .toList();
    var thai = new ArrayList<String>();
    var arabic = new ArrayList<String>();
    List<Offer> sorted = offers.stream().sorted(Comparator.comparingInt(Offer::price)).toList();
    for (int i = 0; i < sorted.size(); i++) {
      thai.add(THAI_DIGITS.charAt(i + 1) + ") " + sorted.get(i).name);
      arabic.add((i + 1) + ") " + sorted.get(i).name);
    }
    return Facts.none()
        .put("offer", String.join(" ", said))
        .put("lines", String.join("\n", thai))
        .put("arabic", String.join("\n", arabic));
  }
}
