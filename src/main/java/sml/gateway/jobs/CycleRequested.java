package sml.gateway.jobs;

/**
 * A run of the work cycle is wanted soon: a key was saved, exams were reset. Published as an
 * application event; a run begins in the background at once, or after the one that is under way.
 * Where no scheduled work runs it waits for another gateway or for a run by hand.
 *
 * @param reason a short text for the worker log
 */
public record CycleRequested(String reason) {}
