/** Finds and compares the JSON of a reply. */
@NullMarked
package sml.gateway.school.grading.json;

import org.jspecify.annotations.NullMarked;
