/** The way from the front door to the servlet container of the same process. */
@NullMarked
package sml.gateway.http.pages;

import org.jspecify.annotations.NullMarked;
