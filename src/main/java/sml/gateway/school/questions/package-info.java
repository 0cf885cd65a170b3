/** Reads the bank from {@code exams/} and fills its templates for a seed. */
@NullMarked
package sml.gateway.school.questions;

import org.jspecify.annotations.NullMarked;
