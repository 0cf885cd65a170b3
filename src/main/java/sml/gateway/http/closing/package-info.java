/** Ends the service of the front door without cutting anyone off, within a bound. */
@NullMarked
package sml.gateway.http.closing;

import org.jspecify.annotations.NullMarked;
