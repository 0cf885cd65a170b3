package sml.gateway.catalog;

import java.util.List;

/** Models that this process runs itself; they belong to no provider and are not examined. */
public interface OwnModels {

  /** Ids of the embedding models that can be used now. */
  List<String> embeddings();
}
