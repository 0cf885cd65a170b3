/** Client libraries as their makers publish them, against the gateway. */
@org.jspecify.annotations.NullMarked
package sml.gateway.acceptance.sdks;
