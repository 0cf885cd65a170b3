/**
 * The memories of this room held alike by every replica: asked in the process, told through Valkey.
 */
@NullMarked
package sml.gateway.learning.cluster;

import org.jspecify.annotations.NullMarked;
