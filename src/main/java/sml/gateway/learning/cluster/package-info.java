/** Quotas that all replicas count together, granted ahead through Valkey. */
@NullMarked
package sml.gateway.learning.cluster;

import org.jspecify.annotations.NullMarked;
