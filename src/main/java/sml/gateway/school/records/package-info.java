/** What models have shown: attempts, answers, scores; and how the evidence is summed up. */
@NullMarked
package sml.gateway.school.records;

import org.jspecify.annotations.NullMarked;
