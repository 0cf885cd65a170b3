/** Other wordings of open questions: proposed, checked and judged by proctors, drawn for exams. */
@NullMarked
package sml.gateway.school.variants;

import org.jspecify.annotations.NullMarked;
