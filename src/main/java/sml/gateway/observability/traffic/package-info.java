/** Figures of requests and calls over hours and days; reads, and counts nothing itself. */
@NullMarked
package sml.gateway.observability.traffic;

import org.jspecify.annotations.NullMarked;
