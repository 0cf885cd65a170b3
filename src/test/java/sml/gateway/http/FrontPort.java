package sml.gateway.http;

import org.springframework.context.ApplicationContext;

/** Says where a gateway under test listens. */
public final class FrontPort {
  private FrontPort() {}

  /** The port in use, also when the configured one is 0. */
  public static int of(ApplicationContext gateway) {
    return gateway.getBean(FrontServer.class).port();
  }
}
