package sml.gateway.catalog.updates;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the model lists of providers into the catalogue. */
public interface ModelScans {

  /** The providers that are switched on and have a key or need none, in catalogue order. */
  List<String> due();

  /**
   * Scans one provider now and saves the result; blocks until its list is read. Never throws for
   * anything the provider did: its models then stay as they were.
   */
  Report scan(String provider);

  /**
   * What a scan found.
   *
   * @param models how many the list holds
   * @param fresh ids seen for the first time
   * @param missing ids that left the list with this scan
   * @param returned ids that had left it and are back
   * @param error why it failed, null when it did not
   * @param outage the provider is at fault, not the key
   */
  record Report(
      boolean ok,
      int models,
      List<String> fresh,
      List<String> missing,
      List<String> returned,
      @Nullable String error,
      boolean outage) {

    /** Nothing was taken in. */
    public static Report failed(String error, boolean outage) {
      return new Report(false, 0, List.of(), List.of(), List.of(), error, outage);
    }
  }
}
