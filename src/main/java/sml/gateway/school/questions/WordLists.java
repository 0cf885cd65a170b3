package sml.gateway.school.questions;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Lists of words that generators draw from. */
public final class WordLists {
  private final JsonNode lists;

  /** {@code lists} by name, each of texts or of objects. */
  public WordLists(JsonNode lists) {
    this.lists = lists;
  }

  public List<String> texts(String list) {
    return items(list).stream().map(JsonNode::asText).toList();
  }

  public List<JsonNode> items(String list) {
    List<JsonNode> items = new ArrayList<>();
    lists.path(list).forEach(items::add);
    if (items.isEmpty()) {
      throw new IllegalArgumentException("no list of words `" + list + "`");
    }
    return items;
  }
}
