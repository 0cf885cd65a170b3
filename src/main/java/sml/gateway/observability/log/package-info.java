/** The request log, its traces and its history. */
@NullMarked
package sml.gateway.observability.log;

import org.jspecify.annotations.NullMarked;
