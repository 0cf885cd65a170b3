package sml.gateway.modelhealth;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.ProviderKeyAdded;

/** Ends what the old key of a provider was refused when it gets another one. */
@Component
class ProviderKeyListener {
  private final ModelHealthState state;

  ProviderKeyListener(ModelHealthState state) {
    this.state = state;
  }

  @EventListener
  public void on(ProviderKeyAdded added) {
    state.endAccount(added.provider());
  }
}
