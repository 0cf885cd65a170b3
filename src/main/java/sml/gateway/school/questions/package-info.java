/** The question bank, the images of questions and the variants of their wording. */
@NullMarked
package sml.gateway.school.questions;

import org.jspecify.annotations.NullMarked;
