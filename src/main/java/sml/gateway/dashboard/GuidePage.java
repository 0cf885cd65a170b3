package sml.gateway.dashboard;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.network.HttpCall;
import sml.gateway.network.HttpReply;

/** {@code GET /guide}: how programs are connected, with the address that is in use. */
@Component("guidePage")
final class GuidePage {
  private static final List<String> VIRTUAL =
      List.of("sml/auto", "sml/fast", "sml/tools", "sml/thai", "sml/consensus");
  private static final List<String> TROUBLES =
      List.of("404", "503", "p99", "category", "worker", "postgres");

  private final PageRenderer renderer;
  private final GuideSnippets snippets;

  GuidePage(PageRenderer renderer, GuideSnippets snippets) {
    this.renderer = renderer;
    this.snippets = snippets;
  }

  public HttpReply show(@Body HttpCall call, @Header("client") @Nullable String wanted) {
    String base = BaseAddress.of(call);
    String client = wanted != null && GuideSnippets.CLIENTS.contains(wanted) ? wanted : "curl";
    Map<String, Object> data = new HashMap<>();
    data.put("base", base);
    data.put("clients", GuideSnippets.CLIENTS);
    data.put("client", client);
    data.put("snippets", snippets.of(client, base));
    data.put("tools", snippets.of(GuideSnippets.DEV_TOOLS, base));
    data.put("virtual", VIRTUAL);
    data.put("troubles", TROUBLES);
    return renderer.render(call, 200, "guide", data);
  }
}
