/** How attempts ended and how long they took, by model and category. */
@NullMarked
package sml.gateway.modelhealth.results;

import org.jspecify.annotations.NullMarked;
