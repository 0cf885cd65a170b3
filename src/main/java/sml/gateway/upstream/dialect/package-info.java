/** Turns an admitted request into the bytes one provider understands; what differs is data. */
@NullMarked
package sml.gateway.upstream.dialect;

import org.jspecify.annotations.NullMarked;
