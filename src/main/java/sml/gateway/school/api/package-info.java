/** What people and programs are told of the school: config, teachers, scores, report cards. */
@NullMarked
package sml.gateway.school.api;

import org.jspecify.annotations.NullMarked;
