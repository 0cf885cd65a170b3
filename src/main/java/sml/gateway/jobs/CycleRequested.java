package sml.gateway.jobs;

/**
 * Somebody wants a run of the work cycle soon: a key was saved, exams were reset. Published as an
 * application event; a run begins aside at once, or after the one that is under way. Where no
 * scheduled work runs it waits for another gateway or for a run by hand.
 *
 * @param reason one line for the worker log
 */
public record CycleRequested(String reason) {}
