package sml.gateway;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import sun.misc.Signal;

/** Starts Spring, and ends the program cleanly on a signal. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class GatewayApplication {

  public static void main(String[] args) {
    // a stop that was asked for is no failure: exit code 0 instead of the JVM's 143
    Signal.handle(new Signal("TERM"), signal -> System.exit(0));
    CarrierWatch.start();
    SpringApplication.run(GatewayApplication.class, args);
  }
}
