/** The catalogue's HTTP answers: provider catalogue, setup, providers and models. */
@NullMarked
package sml.gateway.catalog.api;

import org.jspecify.annotations.NullMarked;
