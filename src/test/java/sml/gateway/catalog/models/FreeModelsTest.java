package sml.gateway.catalog.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreeModelsTest {

  @ParameterizedTest
  @CsvSource({
    "true, '', a, false, false",
    "true, '', a, true, true",
    "false, '', a, false, true",
    "true, *-free, mimo-v2.5-FREE, false, true",
    "true, *-free, mimo-v2.5, false, false",
    "true, ernie-speed*, ERNIE-Speed-128K, false, true",
    "true, a*b*c, a1b2c, false, true",
    "true, ab*ba, aba, false, false",
    "false, !@cf/kimi, @cf/kimi, true, false",
    "false, !@cf/kimi, @cf/qwen, false, true",
    "true, openrouter/free, openrouter/free, false, true"
  })
  void aModelIsOfferedWhenItCostsNothing(
      boolean only, String pattern, String id, boolean shown, boolean offered) {
    List<String> patterns = pattern.isEmpty() ? List.of() : List.of(pattern);
    assertThat(new FreeModels(only, patterns).offers(id, shown)).isEqualTo(offered);
  }
}
