/** Fixtures and fakes that tests of several rooms share. */
@NullMarked
package sml.gateway.testkit;

import org.jspecify.annotations.NullMarked;
