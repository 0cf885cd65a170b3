/** What a provider's list tells about its models, and their table. */
@NullMarked
package sml.gateway.catalog.models;

import org.jspecify.annotations.NullMarked;
