/**
 * An exam paper: questions and their places, replies, marks, levels, and how a proctor is asked.
 */
@NullMarked
package sml.gateway.school.paper;

import org.jspecify.annotations.NullMarked;
