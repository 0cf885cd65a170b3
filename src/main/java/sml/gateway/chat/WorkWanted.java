package sml.gateway.chat;

/**
 * Somebody wants a run of the work cycle soon: a key was saved, exams were reset. Published as an
 * application event; a run begins aside at once, or after the one that is under way.
 *
 * @param reason one line for the worker log
 */
public record WorkWanted(String reason) {}
