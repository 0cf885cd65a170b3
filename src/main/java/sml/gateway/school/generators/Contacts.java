package sml.gateway.school.generators;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import sml.gateway.school.questions.Facts;
import sml.gateway.school.questions.Generator;
import sml.gateway.school.questions.QuestionRandom;
import sml.gateway.school.questions.WordLists;

/**
 * A note with three people to reach, of whom the last has no e-mail, and with numbers that are no
 * phones. Facts: {@code people} (name, phone as printed, email), {@code fax}, {@code order}, {@code
 * wanted} (list for the grader), {@code found} (a right list) and {@code missed} (a list with the
 * fax for a phone).
 */
public final class Contacts implements Generator {
  private static final List<String> DOMAINS =
      List.of("example.com", "example.org", "example.net", "mail.example");

  private final WordLists wordLists;

  public Contacts(WordLists wordLists) {
    this.wordLists = wordLists;
  }

  @Override
  public ObjectNode draw(QuestionRandom questionRandom, JsonNode parameters) {
    List<String> names = questionRandom.some(3, wordLists.texts("thaiNames"));
    List<String> surnames = questionRandom.some(3, wordLists.texts("thaiSurnames"));
    List<String> logins = questionRandom.some(2, wordLists.texts("englishNouns"));
    ObjectNode facts = Facts.none();
    ArrayNode people = facts.putArray("people");
    ArrayNode wanted = facts.putArray("wanted");
    ArrayNode found = facts.putArray("found");
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i) + " " + surnames.get(i);
      String phone = "08" + questionRandom.between(10_000_000, 99_999_999);
      String printed =
          phone.substring(0, 3) + "-" + phone.substring(3, 6) + "-" + phone.substring(6);
      ObjectNode person = people.addObject().put("name", name).put("phone", printed);
      ObjectNode want = wanted.addObject();
      want.putObject("name").putArray("$any").add(name).add("คุณ" + name).add("คุณ " + name);
      want.putObject("phone").put("$phone", phone);
      ObjectNode one = found.addObject().put("name", name).put("phone", phone);
      if (i < logins.size()) {
        String email =
            logins.get(i) + questionRandom.between(10, 99) + "@" + questionRandom.pick(DOMAINS);
        person.put("email", email);
        want.putObject("email").putArray("$any").add(email);
        one.put("email", email);
      } else {
        want.putNull("email");
        one.putNull("email");
      }
    }
    String fax =
        "02-" + questionRandom.between(200, 999) + "-" + questionRandom.between(1000, 9999);
    ArrayNode missed = found.deepCopy();
    ((ObjectNode) missed.get(2)).put("phone", fax);
    facts.set("missed", missed);
    return facts.put("fax", fax).put("order", questionRandom.between(400_000, 899_999));
  }
}
