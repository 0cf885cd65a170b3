package sml.gateway.upstream;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.Roster;
import sml.gateway.chat.Lines;

/** Opens connections in the pool of the upstream calls. */
@Component
final class ProviderLines implements Lines {
  private static final Logger LOG = LoggerFactory.getLogger(ProviderLines.class);

  private final Roster roster;
  private final Transport transport;
  private final UpstreamSettings settings;

  ProviderLines(Roster roster, Transport transport, UpstreamSettings settings) {
    this.roster = roster;
    this.transport = transport;
    this.settings = settings;
  }

  @Override
  public boolean open(String provider) {
    var known = roster.provider(provider);
    if (known.isEmpty()) {
      return false;
    }
    try {
      transport.open(known.get().chatEndpoint(), known.get().guarded(), settings.connect());
      return true;
    } catch (IOException | RuntimeException e) {
      LOG.debug("provider={} has no connection: {}", provider, e.getMessage());
      return false;
    }
  }
}
