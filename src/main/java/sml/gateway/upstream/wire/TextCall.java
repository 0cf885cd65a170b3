package sml.gateway.upstream.wire;

/**
 * A tool call that a model wrote as text.
 *
 * @param id new, of OpenAI's form
 * @param arguments a JSON object
 */
record TextCall(String id, String name, String arguments) {}
