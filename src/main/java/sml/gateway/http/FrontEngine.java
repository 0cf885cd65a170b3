package sml.gateway.http;

import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;

/**
 * Gives Camel's {@code platform-http} its consumers on our own server, and says whose consumers
 * answer.
 */
public final class FrontEngine implements PlatformHttpEngine {
  private final RouteTable<FrontConsumer> table;
  private final FrontServer server;

  FrontEngine(RouteTable<FrontConsumer> table, FrontServer server) {
    this.table = table;
    this.server = server;
  }

  @Override
  public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
    return new FrontConsumer(endpoint, processor, table);
  }

  /**
   * From this instant on calls go to the routes of this context, whatever others claim; calls that
   * run already stay where they are.
   */
  public void show(CamelContext routes) {
    table.show(routes);
  }

  @Override
  public int getServerPort() {
    return server.port();
  }
}
