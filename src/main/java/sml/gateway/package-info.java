/** SMLGateway: one OpenAI-compatible endpoint in front of many free-tier LLM providers. */
@NullMarked
package sml.gateway;

import org.jspecify.annotations.NullMarked;
