package sml.gateway.dashboard;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.network.HttpCall;
import sml.gateway.network.HttpReply;

/** {@code GET /chat}: a box in which any model that {@code /v1/models} lists is asked. */
@Component("chatPage")
final class ChatPage {
  private static final String VIRTUAL = "sml/";
  private static final String USUAL = "sml/auto";

  private final PageRenderer renderer;

  ChatPage(PageRenderer renderer) {
    this.renderer = renderer;
  }

  public HttpReply show(
      @Body HttpCall call,
      @Header("model") @Nullable String wanted,
      @Variable("models") Object modelList) {
    List<String> ids =
        renderer.rows(modelList, "data").stream()
            .map(one -> String.valueOf(one.get("id")))
            .toList();
    return renderer.render(
        call,
        200,
        "chat",
        Map.of(
            "virtual", ids.stream().filter(id -> id.startsWith(VIRTUAL)).toList(),
            "named", byProvider(ids),
            "chosen", wanted != null && ids.contains(wanted) ? wanted : USUAL));
  }

  private static Map<String, List<String>> byProvider(List<String> ids) {
    Map<String, List<String>> named = new LinkedHashMap<>();
    ids.stream()
        .filter(id -> !id.startsWith(VIRTUAL))
        .sorted()
        .forEach(
            id ->
                named
                    .computeIfAbsent(
                        id.substring(0, id.indexOf('/')), provider -> new ArrayList<>())
                    .add(id));
    return named;
  }
}
