package sml.gateway.upstream.dialect;

/**
 * What a request is shaped for.
 *
 * @param model the model's id at the provider
 * @param stream the answer is to come as a stream
 * @param maxOutputTokens the most the model can answer, 0 while unknown
 */
public record Target(String model, Dialect dialect, boolean stream, int maxOutputTokens) {}
