package sml.gateway.catalog.scan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a scan found.
 *
 * @param models how many the list holds
 * @param fresh ids seen for the first time
 * @param missing ids that left the list with this scan
 * @param error why it failed, null when it did not
 * @param outage the provider is at fault, not the key
 */
public record ScanResult(
    boolean ok,
    int models,
    List<String> fresh,
    List<String> missing,
    @Nullable String error,
    boolean outage) {

  static ScanResult failed(String error, boolean outage) {
    return new ScanResult(false, 0, List.of(), List.of(), error, outage);
  }
}
