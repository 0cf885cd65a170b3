package sml.gateway.upstream.dialect;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a request is shaped for.
 *
 * @param model the model's id at the provider
 * @param stream the answer is to come as a stream
 * @param maxOutputTokens the most the model can answer, 0 while unknown
 * @param only name of the one provider a reseller may pass the request on to, null for any
 * @param without fields the provider refuses, which are not added
 */
public record ShapeTarget(
    String model,
    Dialect dialect,
    boolean stream,
    int maxOutputTokens,
    @Nullable String only,
    Set<String> without) {}
