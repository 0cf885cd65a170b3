package sml.gateway.jobs;

import org.jspecify.annotations.Nullable;

/**
 * Something the operator wants to know: a model that came, left or returned, a provider that was
 * found. Published as an application event in the transaction of the change it reports: {@code ops}
 * writes it with the change, so that neither is ever there without the other.
 *
 * @param type {@code model_new}, {@code model_missing}, {@code model_returned}, {@code
 *     provider_discovered}, {@code provider_error}, {@code exam_finished} and the like
 * @param title a short text
 * @param detail empty when the title says it all
 * @param severity {@code info}, {@code success}, {@code warn} or {@code error}
 */
public record OperatorEvent(
    String type,
    String title,
    String detail,
    @Nullable String provider,
    @Nullable String modelId,
    String severity) {}
