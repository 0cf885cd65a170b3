/**
 * A simulated provider for tests: any dialect and any fault, set by code or by model name; it
 * records the received requests.
 */
@NullMarked
package sml.gateway.testkit.provider;

import org.jspecify.annotations.NullMarked;
