package sml.gateway.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

class PublicAddressRuleTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "10.255.255.255",
        "100.64.0.1",
        "100.100.100.200",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.192",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.7",
        "203.0.113.9",
        "168.63.129.16",
        "224.0.0.1",
        "239.1.1.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:10.0.0.1",
        "::ffff:127.0.0.1",
        "64:ff9b::a00:1",
        "64:ff9b:1::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "2001::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2001:db8::1",
        "2002:a00:1::1",
        "3fff::1",
        "4000::1",
        "100::1",
        "2a00:1450::5efe:10.0.0.1",
        "2a00:1450::200:5efe:c0a8:1"
      })
  void anAddressThatIsNotPublicIsNamed(String address) throws UnknownHostException {
    assertThat(PublicAddressRule.problem(InetAddress.getByName(address))).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "8.8.8.8",
        "9.255.255.255",
        "11.0.0.1",
        "100.63.255.255",
        "100.128.0.1",
        "126.255.255.255",
        "128.0.0.1",
        "169.253.255.255",
        "172.15.255.255",
        "172.32.0.1",
        "192.167.255.255",
        "192.169.0.1",
        "198.17.255.255",
        "198.20.0.1",
        "223.255.255.255",
        "2606:4700::1111",
        "2a00:1450:4001:80b::200e",
        "2400:cb00::1"
      })
  void aPublicAddressHasNoProblem(String address) throws UnknownHostException {
    assertThat(PublicAddressRule.problem(InetAddress.getByName(address))).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://api.example.com/v1 | only https",
        "ftp://api.example.com/v1 | only https",
        "//api.example.com | only https",
        "https://user:pw@api.example.com/v1 | names a user",
        "https://api.example.com@10.0.0.1/v1 | names a user",
        "https://api.example.com:8443/v1 | port 8443",
        "https://api.example.com:22/ | port 22",
        "https://127.0.0.1/v1 | an address",
        "https://2130706433/ | an address",
        "https://0x7f.0.0.1/ | host name",
        "https://017700000001/ | an address",
        "https://8.8.8.8/v1 | an address",
        "https://[::1]/v1 | an address",
        "https://[::ffff:127.0.0.1]/ | an address",
        "https://localhost/v1 | inside a network",
        "https://LOCALHOST/v1 | inside a network",
        "https://db.internal/v1 | inside a network",
        "https://printer.local/ | inside a network",
        "https://localhost./v1 | plain name",
        "https://intranet/v1 | plain name",
        "https://xn--80ak6aa92e.com/ | plain name",
        "https://api.xn--80ak6aa92e.com/ | plain name",
        "https://аpi.example.com/ | plain host",
        "https://api_x.example.com/ | plain host",
        "https:///v1 | plain host",
        "https://exa mple.com/ | not a URL",
        "https://example.com\\@10.0.0.1/ | not a URL",
        "https://example.com%2f@10.0.0.1/ | names a user"
      })
  void aUrlThatIsNotPlainIsNamed(String url, String problem) {
    assertThat(UrlRule.problem(url)).contains(problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://api.example.com/v1",
        "https://api.example.com:443/v1/models?provider=x",
        "HTTPS://API.Example.COM/v1",
        "https://ark.cn-beijing.example.com/api/v3"
      })
  void aPlainUrlHasNoProblem(String url) {
    assertThat(UrlRule.problem(url)).isNull();
  }

  private static PublicHostResolver resolver(String... addresses) {
    HostResolver names =
        host -> {
          InetAddress[] found = new InetAddress[addresses.length];
          for (int i = 0; i < addresses.length; i++) {
            found[i] = InetAddress.getByName(addresses[i]);
          }
          return found;
        };
    var beans = new StaticListableBeanFactory();
    beans.addBean("names", names);
    return new PublicHostResolver(beans.getBeanProvider(HostResolver.class));
  }

  @Test
  void aHostIsRefusedWhenOneOfItsAddressesIsNotPublic() throws UnknownHostException {
    assertThat(resolver("1.1.1.1", "2606:4700::1111").resolve("h.example", 443))
        .extracting(socket -> socket.getAddress().getHostAddress() + ":" + socket.getPort())
        .containsExactly("1.1.1.1:443", "2606:4700:0:0:0:0:0:1111:443");
    assertThatThrownBy(() -> resolver("1.1.1.1", "10.0.0.1").resolve("h.example"))
        .isInstanceOf(AddressNotPublicException.class)
        .hasMessage("refused: h.example leads to 10.0.0.1, a private address");
    assertThatThrownBy(() -> resolver().resolve("h.example"))
        .isInstanceOf(UnknownHostException.class)
        .isNotInstanceOf(AddressNotPublicException.class);
  }
}
