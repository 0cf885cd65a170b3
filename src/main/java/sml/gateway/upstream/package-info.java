/**
 * Asks one provider over HTTP and hands back an attempt. Decides nothing about who is asked next.
 */
@ApplicationModule(allowedDependencies = {"chat", "chat::coding", "catalog", "catalog::net"})
@NullMarked
package sml.gateway.upstream;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
