/** Health checks, probes of skills and the warm-up of models. */
@NullMarked
package sml.gateway.modelhealth.checks;

import org.jspecify.annotations.NullMarked;
