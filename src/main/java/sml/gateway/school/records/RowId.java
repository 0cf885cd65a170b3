package sml.gateway.school.records;

import sml.gateway.chat.ModelRef;

/** A model's id in tables, {@code provider:model}. */
public final class RowId {
  private RowId() {}

  public static String of(ModelRef ref) {
    return ref.provider() + ":" + ref.model();
  }

  /** The model behind an id; a provider's name holds no colon. */
  public static ModelRef ref(String id) {
    int colon = id.indexOf(':');
    return new ModelRef(id.substring(0, Math.max(colon, 0)), id.substring(colon + 1));
  }
}
