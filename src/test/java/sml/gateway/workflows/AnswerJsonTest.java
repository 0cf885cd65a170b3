package sml.gateway.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the JSON value of an answer stands. */
class AnswerJsonTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"a\":1} | {\"a\":1}",
        "[1,2] | [1,2]",
        "7 | 7",
        "Here it is: {\"a\":[1]} Good luck! | {\"a\":[1]}",
        "As [1] says: {\"a\":\"b\"} | {\"a\":\"b\"}",
        "[Note] the answer: {\"a\":\"b\"} | {\"a\":\"b\"}",
        "{\"a\":1} and {\"a\":1,\"b\":2} | {\"a\":1,\"b\":2}",
      })
  void theValueIsFoundAmongWords(String answer, String value) {
    assertThat(AnswerJson.in(answer)).hasToString(value);
  }

  @Test
  void aCodeFenceIsLeftOut() {
    assertThat(AnswerJson.in("Sure.\n```json\n{\"a\":1}\n```\nDone [1].")).hasToString("{\"a\":1}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no value",
        "{\"a\":{\"b\":1},\"c\":",
        "[{\"a\":1},{\"a\":",
        "{a: {\"b\":1}}",
      })
  void aPartOfABrokenValueIsNoAnswer(String answer) {
    assertThat(AnswerJson.in(answer)).isNull();
  }
}
