/** What a provider's list says about its models, how the list is read, and the table of models. */
@NullMarked
package sml.gateway.catalog.models;

import org.jspecify.annotations.NullMarked;
