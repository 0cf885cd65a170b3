package sml.gateway.upstream.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.util.unit.DataSize;
import sml.gateway.network.AddressNotPublicException;
import sml.gateway.network.HostResolver;
import sml.gateway.network.PublicHostResolver;

class TransportGuardTest {
  private final AtomicInteger served = new AtomicInteger();
  private final Set<InetSocketAddress> peers = ConcurrentHashMap.newKeySet();
  private final ArrayDeque<String> addresses = new ArrayDeque<>();
  private HttpServer server;
  private Transport transport;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          served.incrementAndGet();
          peers.add(exchange.getRemoteAddress());
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    var beans = new StaticListableBeanFactory();
    HostResolver names = host -> new InetAddress[] {InetAddress.getByName(addresses.pop())};
    beans.addBean("names", names);
    var resolver = new PublicHostResolver(beans.getBeanProvider(HostResolver.class));
    Duration ample = Duration.ofSeconds(20);
    DataSize size = DataSize.ofKilobytes(1);
    var settings =
        new UpstreamSettings(
            ample, ample, ample, ample, true, ample, ample, ample, ample, ample, size, size, size,
            1, 1, List.of());
    transport = new Transport(settings, resolver, new SimpleMeterRegistry());
  }

  @AfterEach
  void stop() throws Exception {
    transport.destroy();
    server.stop(0);
  }

  private HttpPost post(String url, boolean guarded) {
    return transport.prepare(URI.create(url), Map.of(), "{}".getBytes(UTF_8), guarded);
  }

  @Test
  void aGuardedCallIsNotConnectedToAnAddressThatIsNotPublic() {
    addresses.add("127.0.0.1");
    assertThatThrownBy(() -> transport.send(post("https://api.x.example/v1", true)))
        .isInstanceOf(AddressNotPublicException.class)
        .hasMessage("refused: api.x.example leads to 127.0.0.1, a loopback address");
    assertThat(served).hasValue(0);
  }

  @Test
  void theAddressThatWasLookedAtIsTheOneThatIsConnectedTo() {
    addresses.add("10.0.0.1");
    addresses.add("1.1.1.1");
    assertThatThrownBy(() -> transport.send(post("https://api.x.example/v1", true)))
        .isInstanceOf(AddressNotPublicException.class);
    // no second look-up was made
    assertThat(addresses).containsExactly("1.1.1.1");
  }

  @Test
  void aGuardedCallMustBePlainHttps() {
    String here = "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    assertThatThrownBy(() -> post(here, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("refused: only https is allowed");
  }

  @Test
  void whatTheOperatorTypedMayLieAnywhere() throws Exception {
    String here = "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    try (var answer = transport.send(post(here, false))) {
      assertThat(answer.getCode()).isEqualTo(200);
    }
    assertThat(served).hasValue(1);
  }

  @Test
  void aConnectionThatWasOpenedCarriesTheNextCall() throws Exception {
    String here = "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    transport.open(URI.create(here), false, Duration.ofSeconds(20));
    assertThat(served).hasValue(0);
    try (var answer = transport.send(post(here, false))) {
      assertThat(answer.getCode()).isEqualTo(200);
    }
    assertThat(peers).hasSize(1);
    assertThatThrownBy(() -> transport.open(URI.create(here), true, Duration.ofSeconds(20)))
        .hasMessage("refused: only https is allowed");
    server.stop(0);
    assertThatThrownBy(
            () ->
                transport.open(URI.create("http://127.0.0.1:1/v1"), false, Duration.ofSeconds(20)))
        .isInstanceOf(java.io.IOException.class);
  }
}
