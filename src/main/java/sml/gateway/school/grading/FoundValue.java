package sml.gateway.school.grading;

/**
 * A value that was read in a text.
 *
 * @param end exclusive
 */
record FoundValue<T>(T value, int start, int end) {}
