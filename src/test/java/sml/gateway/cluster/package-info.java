@NullMarked
package sml.gateway.cluster;

import org.jspecify.annotations.NullMarked;
