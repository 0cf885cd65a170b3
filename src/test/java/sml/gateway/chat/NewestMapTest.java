package sml.gateway.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NewestMapTest {
  @Test
  void theOldestEntryGoesWhenItIsFull() {
    var map = new NewestMap<String, Integer>(2);
    map.put("a", 1);
    map.put("b", 2);
    map.put("c", 3);
    assertThat(map).containsOnlyKeys("b", "c");
  }

  @Test
  void anEntryThatIsUsedOftenGoesLikeAnyOther() {
    var map = new NewestMap<Integer, String>(100);
    for (int entry = 0; entry < 1_000; entry++) {
      map.put(entry, "");
      map.get(Math.max(0, entry - 99));
    }
    assertThat(map).hasSize(100).containsKeys(900, 999);
  }
}
