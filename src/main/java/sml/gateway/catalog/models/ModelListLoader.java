package sml.gateway.catalog.models;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
        url = ModelListPaging.next(url.get(), root);
      } catch (IOException e) {
        return new Result(
            answer, List.of(), "its model list cannot be read: it is no JSON list of models");
      }
    }
    return new Result(answer, listed, List.copyOf(all.values()), null);
  }
}
