/**
 * Asks one model aside from any client's request, by the same means. Decides nothing about whom.
 */
@NullMarked
package sml.gateway.upstream.sounding;

import org.jspecify.annotations.NullMarked;
