/** What is known of limits before anything was measured: shipped, or set by the operator. */
@NullMarked
package sml.gateway.modelhealth.quotas.known;

import org.jspecify.annotations.NullMarked;
