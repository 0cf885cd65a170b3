/** What the console for operators may see and do. */
@NullMarked
package sml.gateway.safety.console;

import org.jspecify.annotations.NullMarked;
