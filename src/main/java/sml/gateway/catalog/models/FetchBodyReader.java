package sml.gateway.catalog.models;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.CatalogSettings;

/** Reads a provider's answer, bounded in size and time. */
@Component
final class FetchBodyReader {
  private static final int PIECE = 16 * 1024;

  private final CatalogSettings settings;

  FetchBodyReader(CatalogSettings settings) {
    this.settings = settings;
  }

  public ModelListResponse read(
      @Header("CamelHttpResponseCode") int status,
      @Header("Location") @Nullable String location,
      @Body @Nullable InputStream body)
      throws IOException {
    String leads = location == null ? "" : location;
    if (body == null) {
      return new ModelListResponse(status, new byte[0], leads, "", false);
    }
    long most = settings.listSize().toBytes();
    long timeout = settings.listTime().toNanos();
    long start = System.nanoTime();
    var out = new ByteArrayOutputStream();
    byte[] piece = new byte[PIECE];
    try (body) {
      for (int n = body.read(piece); n >= 0; n = body.read(piece)) {
        out.write(piece, 0, n);
        if (out.size() > most) {
          return ModelListResponse.nothing("the answer is longer than " + settings.listSize());
        }
        if (System.nanoTime() - start > timeout) {
          return ModelListResponse.nothing("the answer takes longer than " + settings.listTime());
        }
      }
    }
    return new ModelListResponse(status, out.toByteArray(), leads, "", false);
  }
}
