@NullMarked
package sml.gateway.modelhealth.cooldowns;

import org.jspecify.annotations.NullMarked;
