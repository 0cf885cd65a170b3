package sml.gateway.modelhealth.results;

/**
 * What is expected of a model that was never asked.
 *
 * @param success expected share of answers, 0 to 1
 * @param weight how many results that expectation is worth
 */
public record ResultPrior(double success, double weight) {

  /** The expected share of answers after these results: the mean of a Beta distribution. */
  double expected(double successes, double failures) {
    return (success * weight + successes) / (weight + successes + failures);
  }
}
