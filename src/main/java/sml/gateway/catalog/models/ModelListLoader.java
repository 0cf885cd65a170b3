package sml.gateway.catalog.models;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.providers.ProviderRow;
import sml.gateway.catalog.updates.ProviderRegistrar.Resale;

/** A provider's whole model list, page by page; if one page fails, the whole list fails. */
@Component
final class ModelListLoader {
  private static final int MOST_PAGES = 20;

  private final ModelListRequest listRequest;
  private final ModelListReader list;
  private final ResellerModels resold;

  ModelListLoader(ModelListRequest listRequest, ModelListReader list, ResellerModels resold) {
    this.listRequest = listRequest;
    this.list = list;
    this.resold = resold;
  }

  /**
   * What the provider lists.
   *
   * @param answer the answer to the last page that was asked for
   * @param listed the ids on the list, offered or not
   * @param problem why the list cannot be used, null when it can
   */
  record Result(
      ModelListResponse answer,
      Set<String> listed,
      List<ScannedModel> models,
      @Nullable String problem) {
    Result(ModelListResponse answer, List<ScannedModel> models, @Nullable String problem) {
      this(
          answer,
          models.stream().map(ScannedModel::id).collect(Collectors.toUnmodifiableSet()),
          models,
          problem);
    }
  }

  Result read(ProviderRow providerRow, String secret) {
    Resale resale = providerRow.resale();
    return resale == null ? pages(providerRow, secret) : resold.read(providerRow, resale, secret);
  }

  private Result pages(ProviderRow providerRow, String secret) {
    FreeModels free = FreeModels.of(providerRow.spec());
    Map<String, ScannedModel> all = new LinkedHashMap<>();
    Optional<String> url = Optional.of(listRequest.listUrl(providerRow));
    Set<String> listed = new HashSet<>();
    ModelListResponse answer = ModelListResponse.nothing("nothing was asked");
    for (int page = 0; url.isPresent(); page++) {
      if (page == MOST_PAGES) {
        return new Result(answer, List.of(), "its model list has too many pages");
      }
      answer = listRequest.models(providerRow, url.get(), secret);
      if (!answer.ok()) {
        return new Result(answer, List.of(), answer.explain(secret));
      }
      try {
        JsonNode root = list.parse(answer.body());
        list.read(root, free).forEach(model -> all.putIfAbsent(model.id(), model));
        list.read(root, FreeModels.ALL).forEach(model -> listed.add(model.id()));
        url = next(url.get(), root);
      } catch (IOException e) {
        return new Result(
            answer, List.of(), "its model list cannot be read: it is no JSON list of models");
      }
    }
    return new Result(answer, listed, List.copyOf(all.values()), null);
  }

  /**
   * The URL of the next page; empty after the last one.
   *
   * @param url of the page that holds {@code root}
   */
  private static Optional<String> next(String url, JsonNode root) {
    for (String[] token :
        new String[][] {{"nextPageToken", "pageToken"}, {"next_page_token", "page_token"}}) {
      String value = root.path(token[0]).asText("");
      if (!value.isEmpty()) {
        return Optional.of(with(url, token[1], value));
      }
    }
    String last = root.path("last_id").asText("");
    if (root.path("has_more").asBoolean(false) && !last.isEmpty()) {
      return Optional.of(with(url, "after", last));
    }
    JsonNode counted = root.path("result_info");
    long page = counted.path("page").asLong(0);
    long size = counted.path("per_page").asLong(0);
    boolean more = page > 0 && size > 0 && page * size < counted.path("total_count").asLong(0);
    return more && !root.path("result").isEmpty()
        ? Optional.of(with(url, "page", Long.toString(page + 1)))
        : Optional.empty();
  }

  private static String with(String url, String parameter, String value) {
    String pair = parameter + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    Matcher present = Pattern.compile("([?&])" + parameter + "=[^&]*").matcher(url);
    if (present.find()) {
      return present.replaceFirst(Matcher.quoteReplacement(present.group(1) + pair));
    }
    return url + (url.contains("?") ? "&" : "?") + pair;
  }
}
