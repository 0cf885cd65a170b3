/** What can be wrong with a request before anybody reads its body: framing, target, version. */
@NullMarked
package sml.gateway.http.head;

import org.jspecify.annotations.NullMarked;
