package sml.gateway.learning.results;

/**
 * What is expected of a model nobody has asked yet.
 *
 * @param success expected share of answers, 0 to 1
 * @param weight how many results that expectation is worth
 */
public record Prior(double success, double weight) {}
