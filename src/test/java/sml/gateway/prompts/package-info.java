@NullMarked
package sml.gateway.prompts;

import org.jspecify.annotations.NullMarked;
