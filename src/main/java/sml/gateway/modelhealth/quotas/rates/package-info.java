/** Counts over time and what is concluded from them; of amounts alone, without any provider. */
@NullMarked
package sml.gateway.modelhealth.quotas.rates;

import org.jspecify.annotations.NullMarked;
