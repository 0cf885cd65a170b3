package sml.gateway.school.grading.reading;

/**
 * A value that was read in a text.
 *
 * @param end exclusive
 */
public record Found<T>(T value, int start, int end) {}
