/** Who may call: host, origin, bind and key rules of the front door. Does not read bodies. */
@ApplicationModule(allowedDependencies = {"chat"})
@NullMarked
package sml.gateway.safety;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
