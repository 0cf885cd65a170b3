package sml.gateway.school.generators;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.List;
import sml.gateway.school.questions.Facts;
import sml.gateway.school.questions.Generator;
import sml.gateway.school.questions.QuestionRandom;
import sml.gateway.school.questions.WordLists;

/**
 * A Thai till receipt. Facts: {@code receipt} as printed, {@code values} as the JSON that is asked
 * for (shop, date, items, total, paid_by) and {@code miscounted}, the same with the Buddhist year.
 */
public final class Receipt implements Generator {
  private static final List<Payment> PAYMENTS =
      List.of(
          new Payment("cash", "เงินสด"),
          new Payment("qr", "สแกนคิวอาร์"),
          new Payment("card", "บัตรเครดิต"));

  private final WordLists wordLists;

  private record Payment(String code, String words) {}

  public Receipt(WordLists wordLists) {
    this.wordLists = wordLists;
  }

  @Override
  public ObjectNode draw(QuestionRandom questionRandom, JsonNode parameters) {
    String shop = questionRandom.pick(wordLists.texts("thaiShops"));
    ObjectNode date =
        WrittenDates.facts(
            LocalDate.ofYearDay(
                questionRandom.between(2024, 2026), questionRandom.between(1, 365)));
    Payment payment = questionRandom.pick(PAYMENTS);
    ObjectNode values = Facts.none().put("shop", shop).put("date", date.path("iso").asText());
    var lines = new StringBuilder();
    int total = items(questionRandom, values.putArray("items"), lines);
    values.put("total", total).put("paid_by", payment.code);
    String receipt =
        "ร้าน%s สาขา%s\nวันที่ %s  เลขที่ %d\n%sรวมทั้งสิ้น %d.00\nชำระโดย %s ขอบคุณครับ"
            .formatted(
                shop,
                questionRandom.pick(wordLists.texts("thaiPlaces")),
                date.path("thai").asText(),
                questionRandom.between(1001, 9999),
                lines,
                total,
                payment.words);
    ObjectNode miscounted = values.deepCopy().put("date", date.path("miscounted").asText());
    ObjectNode facts = Facts.none().put("receipt", receipt);
    facts.set("values", values);
    facts.set("miscounted", miscounted);
    return facts;
  }

  private int items(QuestionRandom questionRandom, ArrayNode items, StringBuilder lines) {
    int total = 0;
    for (JsonNode good :
        questionRandom.some(questionRandom.between(2, 3), wordLists.items("thaiGoods"))) {
      int quantity = questionRandom.between(2, 6);
      int price = questionRandom.between(15, 95);
      String name = good.path("name").asText();
      items.addObject().put("name", name).put("quantity", quantity).put("unit_price", price);
      lines.append("%s  %d x %d.00  = %d.00\n".formatted(name, quantity, price, quantity * price));
      total += quantity * price;
    }
    return total;
  }
}
