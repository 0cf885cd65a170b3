/** The answers to the exam, for simulated models in the demo and in tests only. */
@NullMarked
package sml.gateway.school.crib;

import org.jspecify.annotations.NullMarked;
