/** Runs JavaScript of strangers where it can do no harm. */
@NullMarked
package sml.gateway.school.sandbox;

import org.jspecify.annotations.NullMarked;
