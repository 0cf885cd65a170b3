package sml.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;

/** The pages of the owner, as a browser fetches them. */
class OwnerPagesTest {
  private static final int MOST_BYTES = 400_000;

  @RegisterExtension final TestGateway gateway = new TestGateway();

  private Heard page(String path) {
    return gateway.client().get(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/chat",
        "/requests",
        "/school",
        "/providers",
        "/caches",
        "/events",
        "/routes",
        "/setup",
        "/guide"
      })
  void everyPageIsThereInBothLanguages(String path) {
    for (String language : new String[] {"th", "en"}) {
      Heard heard = page(path + "?lang=" + language);
      assertThat(heard.status()).as(path).isEqualTo(200);
      assertThat(heard.body()).contains("<html lang=\"" + language + "\"").doesNotContain("??");
      assertThat(heard.body().length()).isLessThan(MOST_BYTES);
    }
  }

  @Test
  void theOverviewShowsWhatTheStatusAnswers() {
    gateway.model("pages-a", "m", Behaviour.healthy());
    assertThat(gateway.ask("pages-a/m").whole().status()).isEqualTo(200);
    Heard overview = page("/?lang=en");
    var measured = page("/api/status").json().path("measured");
    assertThat(overview.body()).contains(figure("requests", measured.path("requests").asLong()));
    assertThat(overview.body()).contains("pages-a/m");
  }

  @Test
  void aRequestHasAPageThatSaysWhyItsModelWasChosen() {
    gateway.model("pages-b", "m", Behaviour.healthy());
    Heard answer = gateway.ask("pages-b/m").whole();
    Heard page = page("/requests/" + answer.headers().get("x-smlgateway-request-id") + "?lang=en");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body()).contains("Why this model?", "<b>pages-b/m</b>", "class=\"chart lane\"");
    assertThat(page.body())
        .contains("/request.js\"", "type=\"checkbox\" name=\"model\" value=\"pages-b/m\"");
  }

  @Test
  void whatIsNotThereIsSaidOnAPage() {
    assertThat(page("/requests/abcd1234?lang=en").status()).isEqualTo(404);
    assertThat(page("/requests/abcd1234?lang=en").body()).contains("No such request");
    assertThat(page("/school/nothing?lang=th").body()).contains("<html lang=\"th\"");
  }

  @Test
  void aFileOfRoutesIsShownAsItServes() {
    assertThat(page("/routes?lang=en").body()).doesNotContain("<pre class=\"source\"");
    assertThat(page("/routes?lang=en&file=chat.camel.yaml").body())
        .contains("<pre class=\"source\"", "bean:router?method=plan");
    assertThat(page("/routes?lang=en&file=..%2Fpom.xml").body())
        .doesNotContain("<pre class=\"source\"");
  }

  @Test
  void theGuideNamesTheAddressInUse() {
    assertThat(page("/guide?client=python").body())
        .contains("base_url=&quot;http://127.0.0.1:" + gateway.port() + "/v1&quot;");
    assertThat(page("/guide?client=%3Cscript%3E").status()).isEqualTo(200);
  }

  @Test
  void theChatBoxOffersEveryModelOfTheApiVirtualOnesFirst() {
    gateway.model("pages-c", "m", Behaviour.healthy());
    var ids = page("/v1/models").json().path("data").findValuesAsText("id");
    String chat = page("/chat?model=pages-c/m").body();
    assertThat(ids).contains("sml/auto", "pages-c/m");
    assertThat(ids).allSatisfy(id -> assertThat(chat).contains("value=\"" + id + "\""));
    assertThat(chat.indexOf("value=\"sml/consensus\"")).isLessThan(chat.indexOf("pages-c/m"));
    assertThat(chat)
        .contains("<option value=\"pages-c/m\" selected=\"selected\">")
        .contains("type=\"module\"", "/chat.js\"");
  }

  @Test
  void theCachesPageShowsWhatTheApiAnswers() {
    gateway.model("pages-d", "m", Behaviour.healthy());
    for (int i = 0; i < 2; i++) {
      assertThat(gateway.ask("pages-d/m").cached().whole().status()).isEqualTo(200);
    }
    var caches = page("/api/semantic-cache").json();
    assertThat(page("/caches?lang=en").body())
        .contains(figure("lookups", caches.path("lookups").asLong()))
        .contains(figure("total", caches.path("total").asLong()))
        .doesNotContain("??");
  }

  @Test
  void setupSaysWhatAProviderCostsWhyAndWhetherItAsksForACard() {
    String setup = page("/setup?lang=en").body();
    assertThat(setup)
        .contains("A single credit of $5", "Since 2026-08-17.", "Checked on 2026-11-29.")
        .contains("Asks for a card.", "No card needed.", "Whether it asks for a card is not known.")
        .contains("data-set-provider=\"cerebras\" data-set-use-credit=\"true\"")
        .doesNotContain("data-set-provider=\"together\" data-set-use-credit");
    String spend = "{\"provider\":\"cerebras\",\"useCredit\":%s}";
    assertThat(gateway.client().send("POST", "/api/setup", spend.formatted(true)).status())
        .isEqualTo(200);
    assertThat(page("/setup?lang=en").body())
        .contains("data-set-provider=\"cerebras\" data-set-use-credit=\"false\"");
    gateway.client().send("POST", "/api/setup", spend.formatted(false));
  }

  @Test
  void setupShowsAnEditBesideTheShippedValue() {
    String edit = "{\"notes\":\"mine\"}";
    gateway.client().send("PUT", "/api/provider-catalog/novita", edit);
    assertThat(page("/setup?lang=en").body())
        .contains("Edited by you.", "<code>notes</code>", "Starting credit, then paid.");
    gateway.client().send("DELETE", "/api/provider-catalog/novita", "");
    gateway.client().send("PUT", "/api/provider-catalog/novita", "{\"enabled\":true}");
    assertThat(page("/setup?lang=en").body()).doesNotContain("<code>notes</code>");
  }

  @Test
  void theProvidersPageHasTheLimitsThatTheOwnerSet() {
    gateway.model("pages-e", "m", Behaviour.healthy());
    String limits = "{\"limits\":{\"requests_per_day\":70}}";
    gateway.client().send("PUT", "/api/provider-catalog/pages-e", limits);
    String providers = page("/providers?lang=en").body();
    assertThat(providers)
        .contains("<option value=\"pages-e\" data-limits=\"{&quot;requests_per_day&quot;:70}\"")
        .contains("name=\"tokens_per_month\"", "Calls at once", "/providers.js\"")
        .contains("70 / 70 requests a day", "limit: set by you");
  }

  private static String figure(String name, long value) {
    return String.format(
        Locale.ENGLISH, "data-figure=\"%s\" data-value=\"%d\">%,d<", name, value, value);
  }
}
