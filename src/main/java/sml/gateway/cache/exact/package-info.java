/** Answers to equal requests: their keys, where they are kept, and who waits for one. */
@NullMarked
package sml.gateway.cache.exact;

import org.jspecify.annotations.NullMarked;
