package sml.gateway.prompts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which bodies are read for the name of a saved prompt. */
class SavedPromptsTest {
  private static final String MEMBER = "\"prompt\"";

  private static boolean mayName(String body) {
    return SavedPrompts.mayName(body.getBytes(UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "{\"prompt\":\"a\"}, true",
        "{\"a\":1\"prompt\", true",
        "{\"prompt\"prompt\"}, true",
        "\"promp\"prompt\", true",
        "{\"ข้อความ\":\"สวัสดี\"\"prompt\"}, true",
        "{\"prompts\":1}, false",
        "{\"aprompt\":1}, false",
        "\"prompt, false",
        "``, false"
      })
  void onlyABodyThatHasTheMember(String body, boolean may) {
    assertThat(mayName(body)).isEqualTo(may);
  }

  @Test
  void everyPlaceIsFound() {
    var random = new SplittableRandom(7);
    for (int round = 0; round < 20_000; round++) {
      var body = new StringBuilder();
      for (int i = random.nextInt(24); i > 0; i--) {
        body.append(MEMBER.charAt(random.nextInt(MEMBER.length())));
      }
      if (random.nextBoolean()) {
        body.insert(random.nextInt(body.length() + 1), MEMBER);
      }
      assertThat(mayName(body.toString())).isEqualTo(body.indexOf(MEMBER) >= 0);
    }
  }
}
