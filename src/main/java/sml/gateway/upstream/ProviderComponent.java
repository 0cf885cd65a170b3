package sml.gateway.upstream;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.annotation.Scope;
import org.springframework.stereotype.Component;

/**
 * The component behind {@code provider:alone}, which asks the candidate of the plan's next step,
 * and {@code provider:contender}, which asks the one of the variable {@code contender}; either
 * leaves an {@link sml.gateway.chat.Attempt} as the message body.
 */
@Component("provider")
// a component belongs to one Camel context; edited routes are tried in another
@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
final class ProviderComponent extends DefaultComponent {
  private final PlanStepRunner runner;

  ProviderComponent(PlanStepRunner runner) {
    this.runner = runner;
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
    return switch (remaining) {
      case "alone" -> new ProviderEndpoint(uri, this, false, runner);
      case "contender" -> new ProviderEndpoint(uri, this, true, runner);
      default -> throw new IllegalArgumentException("provider: knows alone and contender");
    };
  }
}
