package sml.gateway.learning;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import sml.gateway.chat.ProviderKeyAdded;

/** Ends what the old key of a provider was refused when it gets another one. */
@Component
class KeyListener {
  private final Memory memory;

  KeyListener(Memory memory) {
    this.memory = memory;
  }

  @EventListener
  public void on(ProviderKeyAdded added) {
    memory.endAccount(added.provider());
  }
}
