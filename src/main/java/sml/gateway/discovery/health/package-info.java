/** What models can do and whether they answer, by asking a little and by watching live traffic. */
@NullMarked
package sml.gateway.discovery.health;

import org.jspecify.annotations.NullMarked;
