package sml.gateway.observability;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Receives spans as an OTLP/HTTP collector does, and reads the parts that the tests need. */
final class OtlpReceiver implements AutoCloseable {
  private final List<ReceivedSpan> spans = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  /** One span; attributes of whole numbers as decimal text. */
  record ReceivedSpan(
      String trace, String id, String parent, String name, Map<String, String> attributes) {}

  OtlpReceiver() {
    try {
      server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/v1/traces",
        exchange -> {
          read(ByteBuffer.wrap(exchange.getRequestBody().readAllBytes()));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  List<ReceivedSpan> spans() {
    return List.copyOf(spans);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  /** ExportTraceServiceRequest 1 → ResourceSpans 2 → ScopeSpans 2 → Span. */
  private void read(ByteBuffer request) {
    for (ByteBuffer resource : fields(request, 1)) {
      for (ByteBuffer scope : fields(resource, 2)) {
        fields(scope, 2).forEach(span -> spans.add(span(span)));
      }
    }
  }

  private static ReceivedSpan span(ByteBuffer span) {
    Map<String, String> attributes = new HashMap<>();
    for (ByteBuffer pair : fields(span, 9)) {
      attributes.put(text(pair, 1), value(fields(pair, 2).getFirst()));
    }
    return new ReceivedSpan(hex(span, 1), hex(span, 2), hex(span, 4), text(span, 5), attributes);
  }

  private static String value(ByteBuffer any) {
    List<ByteBuffer> words = fields(any, 1);
    List<ByteBuffer> whole = fields(any, 3);
    return !words.isEmpty()
        ? UTF_8.decode(words.getFirst()).toString()
        : whole.isEmpty() ? "" : String.valueOf(whole.getFirst().getLong());
  }

  private static String text(ByteBuffer message, int field) {
    return UTF_8.decode(fields(message, field).getFirst()).toString();
  }

  private static String hex(ByteBuffer message, int field) {
    return fields(message, field).stream()
        .map(
            bytes -> {
              var copy = new byte[bytes.remaining()];
              bytes.get(copy);
              return HexFormat.of().formatHex(copy);
            })
        .findFirst()
        .orElse("");
  }

  /** The values of one field of a protobuf message; a varint as eight bytes. */
  private static List<ByteBuffer> fields(ByteBuffer message, int wanted) {
    List<ByteBuffer> found = new ArrayList<>();
    ByteBuffer in = message.duplicate();
    while (in.hasRemaining()) {
      long key = varint(in);
      ByteBuffer value =
          switch ((int) (key & 7)) {
            case 0 -> ByteBuffer.allocate(8).putLong(0, varint(in));
            case 1 -> slice(in, 8).order(ByteOrder.LITTLE_ENDIAN);
            case 2 -> slice(in, (int) varint(in));
            case 5 -> slice(in, 4).order(ByteOrder.LITTLE_ENDIAN);
            default -> throw new IllegalArgumentException("wire type " + (key & 7));
          };
      if (key >>> 3 == wanted) {
        found.add(value);
      }
    }
    return found;
  }

  private static ByteBuffer slice(ByteBuffer in, int length) {
    ByteBuffer slice = in.slice(in.position(), length);
    in.position(in.position() + length);
    return slice;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }
}
