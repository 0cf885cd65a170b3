package sml.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VisitorTest {
  private static Visitor visitor(Map<String, String> query, Map<String, String> headers) {
    return Visitor.of(SampleCall.get("/", query, headers));
  }

  @ParameterizedTest
  @CsvSource({
    "'th-TH,th;q=0.9,en;q=0.8', th",
    "'en-GB,th;q=0.5', en",
    "'de,fr;q=0.5', en",
    "'de,th;q=0.5', th",
    "'', en",
    "'q=;;x', en",
  })
  void theLanguageIsWhatTheBrowserAsksFor(String header, String language) {
    assertThat(visitor(Map.of(), Map.of("accept-language", header)).language()).isEqualTo(language);
  }

  @Test
  void aChoiceInTheQueryIsKeptInTheCookieAndHolds() {
    Visitor chosen = visitor(Map.of("lang", "th", "theme", "dark"), Map.of());
    assertThat(chosen).isEqualTo(new Visitor("th", "dark", true));
    assertThat(chosen.keep()).startsWith("sml-page=th.dark;").contains("SameSite=Lax");
    assertThat(visitor(Map.of(), Map.of("cookie", "a=b; sml-page=th.dark")))
        .isEqualTo(new Visitor("th", "dark", false));
  }

  @Test
  void whatNoPageKnowsIsLeftAlone() {
    assertThat(visitor(Map.of("lang", "<x>", "theme", "pink"), Map.of("cookie", "sml-page=x")))
        .isEqualTo(new Visitor("en", "auto", false));
  }

  @Test
  void aLinkKeepsTheOtherParameters() {
    var call = SampleCall.get("/requests", Map.of("q", "a&b", "lang", "en"), Map.of());
    assertThat(Visitor.link(call, "lang", "th")).isEqualTo("?q=a%26b&lang=th");
  }
}
