package sml.gateway.http;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.apache.camel.spi.TypeConverterLoader;
import org.apache.camel.spi.TypeConverterRegistry;
import org.apache.camel.support.SimpleTypeConverter;
import sml.gateway.chat.Call;

/** Lets steps such as {@code json-validator} and {@code unmarshal} read the body of a call. */
public final class CallConverter implements TypeConverterLoader {
  @Override
  public void load(TypeConverterRegistry registry) {
    registry.addTypeConverter(
        InputStream.class,
        Call.class,
        new SimpleTypeConverter(
            false, (type, exchange, value) -> new ByteArrayInputStream(((Call) value).body())));
  }
}
