package sml.gateway.upstream.dialect;

import java.util.Map;
import java.util.Set;

/**
 * How a provider's chat API differs from that of OpenAI.
 *
 * @param refused top-level parameters it answers with an error, so they are dropped
 * @param allowed when not empty, the only top-level parameters it accepts, by its own names
 * @param renamed OpenAI's parameter name to the provider's
 * @param values for a parameter, string values that the provider spells differently
 * @param defaults token limits set when the client set none, because the provider's own default is
 *     too small or costs quota
 * @param schemaKeys keywords removed from the schemas of tools
 * @param streamUsage it understands {@code stream_options.include_usage}
 */
public record Dialect(
    String name,
    Set<String> refused,
    Set<String> allowed,
    Map<String, String> renamed,
    Map<String, Map<String, String>> values,
    Map<String, Integer> defaults,
    Set<String> schemaKeys,
    Set<MessageRule> messageRules,
    boolean streamUsage,
    Prefill prefill) {

  /** How a model is made to continue a text that was begun. */
  public enum Prefill {
    /** It cannot, or it is not known. */
    NONE,
    /** By a last message of the assistant. */
    PLAIN,
    /** By a last message of the assistant with {@code "prefix": true}. */
    PREFIX
  }

  public Dialect {
    refused = Set.copyOf(refused);
    allowed = Set.copyOf(allowed);
    renamed = Map.copyOf(renamed);
    values = Map.copyOf(values);
    defaults = Map.copyOf(defaults);
    schemaKeys = Set.copyOf(schemaKeys);
    messageRules = Set.copyOf(messageRules);
  }

  /** True when a text that was begun can be continued. */
  public boolean continues() {
    return prefill != Prefill.NONE;
  }

  /** True when it may be asked for a stream. */
  public boolean streams() {
    return !drops("stream");
  }

  boolean has(MessageRule rule) {
    return messageRules.contains(rule);
  }

  boolean drops(String parameter) {
    return refused.contains(parameter) || (!allowed.isEmpty() && !allowed.contains(parameter));
  }
}
