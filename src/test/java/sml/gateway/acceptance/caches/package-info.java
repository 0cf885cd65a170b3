@NullMarked
package sml.gateway.acceptance.caches;

import org.jspecify.annotations.NullMarked;
