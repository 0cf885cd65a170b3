package sml.gateway.chat;

/**
 * A model turned out to answer badly: it failed an exam, or a client complained. Answers it has
 * given so far are not to be used again. Listeners must not block.
 */
public record ModelFoundBad(ModelRef ref, String why) {}
