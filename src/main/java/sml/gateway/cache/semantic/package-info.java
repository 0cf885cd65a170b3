/** Finds the answer to a question that means the same as the one asked, behind a guard. */
@NullMarked
package sml.gateway.cache.semantic;

import org.jspecify.annotations.NullMarked;
