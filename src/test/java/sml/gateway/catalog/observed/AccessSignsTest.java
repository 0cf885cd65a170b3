package sml.gateway.catalog.observed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import sml.gateway.catalog.Provider.Access;

class AccessSignsTest {
  private final AccessSigns signs = new AccessSigns();

  private boolean paid(String model, int offered) {
    return signs.refused(Access.PAID, model, offered);
  }

  @Test
  void threeModelsStandForAllOfThem() {
    assertThat(paid("a", 40)).isFalse();
    assertThat(paid("a", 40)).isFalse();
    assertThat(paid("a", 40)).isFalse();
    assertThat(paid("b", 40)).isFalse();
    assertThat(paid("c", 40)).isTrue();
  }

  @Test
  void anAnswerInBetweenBeginsAnew() {
    paid("a", 40);
    paid("b", 40);
    signs.answered();
    assertThat(paid("c", 40)).isFalse();
  }

  @Test
  void fewerModelsAreEnoughWhereThereAreNoMoreButNotASingleRefusal() {
    assertThat(paid("a", 1)).isFalse();
    assertThat(paid("a", 1)).isTrue();
  }

  @Test
  void refusalsOfAnotherMeaningDoNotAddUp() {
    paid("a", 3);
    paid("b", 3);
    assertThat(signs.refused(Access.RETIRED, "c", 3)).isFalse();
    assertThat(paid("c", 3)).isFalse();
  }
}
