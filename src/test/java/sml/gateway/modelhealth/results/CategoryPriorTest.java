package sml.gateway.modelhealth.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CategoryPriorTest {
  @Test
  void withoutResultsOfItsOwnACategoryBorrowsAll() {
    assertThat(CategoryPrior.share(0.95, 40, 0, 0)).isEqualTo(1);
  }

  @Test
  void thinResultsAreBorrowedWhole() {
    assertThat(CategoryPrior.share(0.95, 3, 0, 9)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"0.95, 19, 1", "0.7, 14, 6", "0.5, 10, 10", "0.9, 9, 1", "0.95, 4, 1"})
  void aCategoryThatAgreesBorrowsMostOfIt(double others, double good, double bad) {
    assertThat(CategoryPrior.share(others, 40, good, bad)).isGreaterThan(0.6);
  }

  @ParameterizedTest
  @CsvSource({"0.95, 0, 6", "0.95, 2, 10", "0.9, 0, 8", "0.2, 20, 0"})
  void aCategoryThatIsLostOrGainedBorrowsHardlyAnything(double others, double good, double bad) {
    assertThat(CategoryPrior.share(others, 40, good, bad)).isLessThan(0.15);
  }

  @Test
  void eachFurtherFailureBorrowsLess() {
    double before = 1;
    for (int bad = 1; bad < 20; bad++) {
      double share = CategoryPrior.share(0.95, 40, 0, bad);
      assertThat(share).isLessThan(before);
      before = share;
    }
  }

  @Test
  void extremesAreNoTrouble() {
    assertThat(CategoryPrior.share(1, 40, 0, 50)).isCloseTo(3.0 / 40, within(1e-3));
    assertThat(CategoryPrior.share(0, 40, 50, 0)).isCloseTo(3.0 / 40, within(1e-3));
  }
}
