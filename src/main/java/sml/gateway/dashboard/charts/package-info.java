/** Charts of the pages, as the shapes of an SVG. */
@NullMarked
package sml.gateway.dashboard.charts;

import org.jspecify.annotations.NullMarked;
