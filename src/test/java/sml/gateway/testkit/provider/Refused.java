package sml.gateway.testkit.provider;

/** A request's refusal: its status and its JSON body as the provider writes it. */
record Refused(int status, String json) {}
