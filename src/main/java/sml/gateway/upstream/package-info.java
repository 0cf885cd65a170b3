/** Asks one provider over HTTP and returns an attempt. Decides nothing about who is asked next. */
@ApplicationModule(
    allowedDependencies = {"chat", "json", "network", "chat::hedge", "catalog", "cache"})
@NullMarked
package sml.gateway.upstream;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
