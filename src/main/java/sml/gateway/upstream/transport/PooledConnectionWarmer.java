package sml.gateway.upstream.transport;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.ModelRegistry;
import sml.gateway.upstream.ConnectionWarmer;

/** Opens connections in the pool of the upstream calls. */
@Component
final class PooledConnectionWarmer implements ConnectionWarmer {
  private static final Logger LOG = LoggerFactory.getLogger(PooledConnectionWarmer.class);

  private final ModelRegistry registry;
  private final Transport transport;
  private final UpstreamSettings settings;

  PooledConnectionWarmer(ModelRegistry registry, Transport transport, UpstreamSettings settings) {
    this.registry = registry;
    this.transport = transport;
    this.settings = settings;
  }

  @Override
  public boolean open(String provider) {
    var known = registry.provider(provider);
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
