package sml.gateway.dashboard;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.network.HttpCall;
import sml.gateway.network.HttpReply;

/** {@code GET /routes}: every route by its file, with the last loads and the text of a file. */
@Component("routesPage")
final class RoutesPage {
  private final PageRenderer renderer;

  RoutesPage(PageRenderer renderer) {
    this.renderer = renderer;
  }

  public HttpReply show(
      @Body HttpCall call,
      @Header("file") @Nullable String file,
      @Variable("routes") Object routeList,
      @Variable("text") String text) {
    Map<String, List<Map<String, Object>>> files =
        renderer.rows(routeList, "routes").stream()
            .collect(
                Collectors.groupingBy(
                    route -> String.valueOf(route.get("file")), TreeMap::new, Collectors.toList()));
    return renderer.render(
        call,
        200,
        "routes",
        Map.of(
            "files",
            files,
            "shown",
            file == null || text.isEmpty() ? "" : file,
            "text",
            text,
            "failedFiles",
            renderer.rows(routeList, "failedFiles")));
  }
}
