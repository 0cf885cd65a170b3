/** The contract of the API, endpoint by endpoint. */
@NullMarked
package sml.gateway.acceptance.contract;

import org.jspecify.annotations.NullMarked;
