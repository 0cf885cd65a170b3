/**
 * How much may be asked: quotas from headers, refusals and documents, and local counts against
 * them.
 */
@NullMarked
package sml.gateway.modelhealth.quotas;

import org.jspecify.annotations.NullMarked;
