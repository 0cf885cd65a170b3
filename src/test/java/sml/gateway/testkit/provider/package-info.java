/**
 * A simulated provider whose models fail as a test says: any dialect, any fault, by code or by
 * model name; and what it received.
 */
@NullMarked
package sml.gateway.testkit.provider;

import org.jspecify.annotations.NullMarked;
