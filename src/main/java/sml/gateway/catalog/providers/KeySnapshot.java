package sml.gateway.catalog.providers;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sml.gateway.catalog.Keyring.ApiKey;

/**
 * The table of keys as it was read last.
 *
 * @param usable the keys that can be sent, by provider
 * @param owners the provider of each key that can be read
 * @param readable the same keys
 * @param stored all rows, by provider
 * @param keyless the providers that answer without a key
 * @param lenders for each provider that uses the keys of another one, that one
 */
record KeySnapshot(
    Map<String, List<ApiKey>> usable,
    Map<Long, String> owners,
    Map<Long, ApiKey> readable,
    Map<String, List<StoredKey>> stored,
    Set<String> keyless,
    Map<String, String> lenders) {
  static final KeySnapshot NONE =
      new KeySnapshot(Map.of(), Map.of(), Map.of(), Map.of(), Set.of(), Map.of());

  KeySnapshot {
    usable = Map.copyOf(usable);
    owners = Map.copyOf(owners);
    readable = Map.copyOf(readable);
    stored = Map.copyOf(stored);
    keyless = Set.copyOf(keyless);
    lenders = Map.copyOf(lenders);
  }

  /** The provider's own keys, else those of the one whose keys it uses. */
  List<ApiKey> of(String provider) {
    return ownOrLent(usable, provider);
  }

  /** The rows of the provider's own keys, else those of the one whose keys it uses. */
  List<StoredKey> rows(String provider) {
    return ownOrLent(stored, provider);
  }

  private <K> List<K> ownOrLent(Map<String, List<K>> keys, String provider) {
    List<K> own = keys.getOrDefault(provider, List.of());
    String lender = lenders.get(provider);
    return own.isEmpty() && lender != null ? keys.getOrDefault(lender, List.of()) : own;
  }

  /** The newest key; of a call with a key that is not there any more, that one. */
  long account(String provider, @Nullable Long keyId) {
    long newest = 0;
    boolean present = false;
    for (StoredKey key : rows(provider)) {
      newest = Math.max(newest, key.id());
      present |= keyId != null && keyId == key.id();
    }
    // ids only grow: a greater one is of a key that another gateway has read already
    return keyId == null || present || keyId > newest ? newest : keyId;
  }
}
