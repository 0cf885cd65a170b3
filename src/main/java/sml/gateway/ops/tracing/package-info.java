/** OpenTelemetry traces of finished requests, when somebody wants them; the only user of it. */
@NullMarked
package sml.gateway.ops.tracing;

import org.jspecify.annotations.NullMarked;
