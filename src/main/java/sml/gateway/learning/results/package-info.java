/** How well models did lately: success and times by model and category. */
@NullMarked
package sml.gateway.learning.results;

import org.jspecify.annotations.NullMarked;
