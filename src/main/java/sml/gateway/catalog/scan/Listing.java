package sml.gateway.catalog.scan;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.growth.Newcomers.Resale;
import sml.gateway.catalog.models.ModelList;
import sml.gateway.catalog.models.ScannedModel;
import sml.gateway.catalog.providers.Entry;

/** A provider's whole model list, page by page; one page that fails spoils all. */
@Component
final class Listing {
  private static final int MOST_PAGES = 20;

  private final Inquiry inquiry;
  private final ModelList list;
  private final ResoldListing resold;

  Listing(Inquiry inquiry, ModelList list, ResoldListing resold) {
    this.inquiry = inquiry;
    this.list = list;
    this.resold = resold;
  }

  /**
   * What the provider lists.
   *
   * @param answer the answer to the last page that was asked for
   * @param problem why the list cannot be used, null when it can
   */
  record Result(Fetched answer, List<ScannedModel> models, @Nullable String problem) {}

  Result read(Entry entry, String secret) {
    Resale resale = entry.resale();
    return resale == null ? pages(entry, secret) : resold.read(entry, resale, secret);
  }

  private Result pages(Entry entry, String secret) {
    boolean freeOnly = entry.spec().modelsFilter().equals("free");
    Map<String, ScannedModel> all = new LinkedHashMap<>();
    Optional<String> url = Optional.of(inquiry.listUrl(entry));
    Fetched answer = Fetched.nothing("nothing was asked");
    for (int page = 0; url.isPresent(); page++) {
      if (page == MOST_PAGES) {
        return new Result(answer, List.of(), "its model list has too many pages");
      }
      answer = inquiry.models(entry, url.get(), secret);
      if (!answer.ok()) {
        return new Result(answer, List.of(), answer.explain(secret));
      }
      try {
        JsonNode root = list.parse(answer.body());
        list.read(root, freeOnly).forEach(model -> all.putIfAbsent(model.id(), model));
        url = Paging.next(url.get(), root);
      } catch (IOException e) {
        return new Result(
            answer, List.of(), "its model list cannot be read: it is no JSON list of models");
      }
    }
    return new Result(answer, List.copyOf(all.values()), null);
  }
}
