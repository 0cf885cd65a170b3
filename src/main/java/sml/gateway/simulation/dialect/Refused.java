package sml.gateway.simulation.dialect;

/** A request's refusal: its status and its JSON body as the provider writes it. */
public record Refused(int status, String json) {}
