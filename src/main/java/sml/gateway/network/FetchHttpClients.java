package sml.gateway.network;

import java.time.Duration;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.util.Timeout;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The HTTP clients of the routes that fetch: one for configured addresses, one for public ones
 * only.
 */
@Configuration(proxyBeanMethods = false)
class FetchHttpClients {

  /** A request is sent once: an outage is reported, not hidden. */
  @Bean
  HttpClientConfigurer openHttp() {
    return FetchHttpClients::plain;
  }

  /** As {@link #openHttp}, and connects to public addresses only. */
  @Bean
  HttpClientConfigurer publicHttp(
      PublicHostResolver resolver,
      @Value("${sml.catalog.connect-millis:5000}") long connectMillis) {
    Timeout connect = Timeout.of(Duration.ofMillis(connectMillis));
    return client -> {
      plain(client);
      client.setConnectionManagerShared(false);
      client.setConnectionManager(
          PoolingHttpClientConnectionManagerBuilder.create()
              .setDnsResolver(resolver)
              .setDefaultConnectionConfig(
                  ConnectionConfig.custom().setConnectTimeout(connect).build())
              .build());
    };
  }

  private static void plain(HttpClientBuilder client) {
    client.disableAutomaticRetries().disableRedirectHandling().disableCookieManagement();
  }
}
