package sml.gateway.http;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.apache.camel.spi.TypeConverterLoader;
import org.apache.camel.spi.TypeConverterRegistry;
import org.apache.camel.support.SimpleTypeConverter;
import sml.gateway.chat.GatewayException.InvalidRequest;
import sml.gateway.network.HttpCall;

/** Lets steps such as {@code json-validator} and {@code unmarshal} read the body of a call. */
public final class CallConverter implements TypeConverterLoader {
  private static final int MOST_BYTES = 1_000_000;

  @Override
  public void load(TypeConverterRegistry registry) {
    registry.addTypeConverter(
        InputStream.class,
        HttpCall.class,
        new SimpleTypeConverter(
            false, (type, exchange, value) -> new ByteArrayInputStream(body((HttpCall) value))));
  }

  private static byte[] body(HttpCall call) {
    if (call.body().length > MOST_BYTES) {
      throw new InvalidRequest(413, "The body is longer than 1 MB.", null, "invalid_request");
    }
    return call.body();
  }
}
