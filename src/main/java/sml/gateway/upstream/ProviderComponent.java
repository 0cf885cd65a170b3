package sml.gateway.upstream;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.annotation.Scope;
import org.springframework.stereotype.Component;

/**
 * The component behind {@code provider:lane}: asks the candidate that the plan's next step has in
 * that lane and leaves an {@link sml.gateway.chat.Attempt} as the message body.
 */
@Component("provider")
// a component belongs to one Camel context; edited routes are tried in another
@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
final class ProviderComponent extends DefaultComponent {
  private final Asker asker;

  ProviderComponent(Asker asker) {
    this.asker = asker;
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
    return new ProviderEndpoint(uri, this, Lane.named(remaining), asker);
  }
}
