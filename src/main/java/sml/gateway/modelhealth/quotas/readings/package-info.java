/** What providers say of their quotas, in headers and in the words of refusals. */
@NullMarked
package sml.gateway.modelhealth.quotas.readings;

import org.jspecify.annotations.NullMarked;
