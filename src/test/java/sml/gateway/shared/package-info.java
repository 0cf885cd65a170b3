@NullMarked
package sml.gateway.shared;

import org.jspecify.annotations.NullMarked;
