package sml.gateway.catalog.updates;

import java.nio.charset.StandardCharsets;

/** Fetches pages for discovery, bounded in size and time. Follows no redirect and never throws. */
public interface PageClient {

  /**
   * Fetches a page without any key.
   *
   * @param guarded only if it is plain HTTPS and lies on the public internet
   */
  Page get(String url, boolean guarded);

  /**
   * What came.
   *
   * @param status HTTP status, 0 when there was no answer
   * @param location where a redirect leads, else empty
   * @param problem why there was no answer, else empty
   * @param refused it was not asked, because that is forbidden
   */
  record Page(int status, byte[] body, String location, String problem, boolean refused) {
    /** The body as text. */
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    public boolean ok() {
      return status >= 200 && status < 300;
    }
  }
}
