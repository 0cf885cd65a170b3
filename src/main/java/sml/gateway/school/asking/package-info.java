/** Puts questions to models and answers to proctors, within the bounds that live traffic sets. */
@NullMarked
package sml.gateway.school.asking;

import org.jspecify.annotations.NullMarked;
