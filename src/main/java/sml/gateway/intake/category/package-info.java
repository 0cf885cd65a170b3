/** Tells a prompt's category and the language of its answer. Knows no request and no model. */
@NullMarked
package sml.gateway.intake.category;

import org.jspecify.annotations.NullMarked;
