package sml.gateway.http;

import org.springframework.context.ApplicationContext;

/** Tells tests of the whole gateway where its front door is. */
public final class FrontPort {
  private FrontPort() {}

  /** The port in use, also when the configured one is 0. */
  public static int of(ApplicationContext gateway) {
    return gateway.getBean(FrontServer.class).port();
  }
}
