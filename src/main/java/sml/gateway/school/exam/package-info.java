/** What an exam is made of, for whoever holds one: levels, papers, questions, replies, marks. */
@NullMarked
package sml.gateway.school.exam;

import org.jspecify.annotations.NullMarked;
