import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Both ends of bench/large-answers, in one program that needs nothing but a JDK.
 *
 * <p>{@code upstream PORT} answers with 12 MB at once, in the shape that the model's name says;
 * {@code clients PORT COUNT} asks for each shape COUNT times at once and fails when a byte of an
 * answer is missing.
 */
public class LargeAnswers {
  private static final int SIZE = 12_000_000;

  /** Occurs nowhere else in an answer. */
  private static final byte FILLER = '~';

  private static final byte[] FILLING = new byte[64 * 1024];

  private static final Pattern MODEL = Pattern.compile("\"model\":\"(\\w+)\"");
  private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *(\\d+)");
  private static final String CHUNK =
      "{\"id\":\"s\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
          + "\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}]}";
  private static final String WHOLE =
      "{\"id\":\"s\",\"object\":\"chat.completion\",\"created\":1700000000,\"model\":\"m\","
          + "\"choices\":[{\"index\":0,\"message\":%s,\"finish_reason\":\"%s\"}]}";
  private static final String TEXT = "{\"role\":\"assistant\",\"content\":\"%\"}";
  private static final String IMAGE =
      "{\"role\":\"assistant\",\"content\":\"x\",\"images\":[{\"image_url\":{\"url\":\"%\"}}]}";
  private static final String CALL =
      "{\"role\":\"assistant\",\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"type\":\"function\","
          + "\"function\":{\"name\":\"write\",\"arguments\":\"{\\\"text\\\":\\\"%\\\"}\"}}]}";
  private static final String TOOLS =
      ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"write\","
          + "\"parameters\":{\"type\":\"object\"}}}]";

  /** What is asked for: the message, how the answer comes, and how the client wants it. */
  private enum Shape {
    TEXT_EVENT(TEXT, true, true),
    IMAGE_EVENT(IMAGE, true, true),
    CALL_EVENT(CALL, true, true),
    TEXT_WHOLE(TEXT, false, false),
    IMAGE_WHOLE(IMAGE, false, false),
    CALL_WHOLE(CALL, false, false),
    WHOLE_FOR_STREAM(TEXT, false, true);

    final String message;
    final boolean event;
    final boolean stream;

    Shape(String message, boolean event, boolean stream) {
      this.message = message;
      this.event = event;
      this.stream = stream;
    }

    boolean call() {
      return message.equals(CALL);
    }
  }

  public static void main(String[] arguments) throws Exception {
    Arrays.fill(FILLING, FILLER);
    int port = Integer.parseInt(arguments[1]);
    if (arguments[0].equals("upstream")) {
      serve(port);
    } else {
      ask(port, Integer.parseInt(arguments[2]));
    }
  }

  private static void serve(int port) throws IOException {
    try (var server = new ServerSocket()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
      while (true) {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> speak(socket));
      }
    }
  }

  private static void speak(Socket socket) {
    try (socket) {
      var in = new BufferedInputStream(socket.getInputStream());
      for (String request = request(in); !request.isEmpty(); request = request(in)) {
        Matcher model = MODEL.matcher(request);
        answer(Shape.valueOf(model.find() ? model.group(1) : ""), socket.getOutputStream());
      }
    } catch (IOException left) {
      // the peer's side reports what went wrong
    }
  }

  private static void answer(Shape shape, OutputStream out) throws IOException {
    String finish = shape.call() ? "tool_calls" : "stop";
    String body =
        shape.event
            ? "data: "
                + CHUNK.formatted(shape.message, "null")
                + "\n\ndata: "
                + CHUNK.formatted("{}", "\"" + finish + "\"")
                + "\n\ndata: [DONE]\n\n"
            : WHOLE.formatted(shape.message, finish);
    int at = body.indexOf('%');
    String type = shape.event ? "text/event-stream" : "application/json";
    ascii(out, "HTTP/1.1 200 OK\r\ncontent-type: " + type);
    ascii(out, "\r\ncontent-length: " + (body.length() - 1 + SIZE) + "\r\n\r\n");
    ascii(out, body.substring(0, at));
    for (int left = SIZE; left > 0; left -= FILLING.length) {
      out.write(FILLING, 0, Math.min(left, FILLING.length));
    }
    ascii(out, body.substring(at + 1));
  }

  private static void ascii(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Head and body of one request; empty when the peer has no more. */
  private static String request(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.append((char) next);
    }
    Matcher length = LENGTH.matcher(head);
    int bytes = length.find() ? Integer.parseInt(length.group(1)) : 0;
    return head + new String(in.readNBytes(bytes), StandardCharsets.UTF_8);
  }

  private static void ask(int port, int count) throws Exception {
    boolean good = true;
    for (Shape shape : Shape.values()) {
      long started = System.nanoTime();
      int whole = 0;
      List<Callable<String>> clients = new ArrayList<>();
      for (int client = 0; client < count; client++) {
        clients.add(() -> hear(port, shape));
      }
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (Future<String> answer : threads.invokeAll(clients)) {
          String flaw = answer.get();
          whole += flaw.isEmpty() ? 1 : 0;
          if (!flaw.isEmpty()) {
            System.out.println("  not whole: " + flaw);
          }
        }
      }
      good &= whole == count;
      System.out.printf(
          "%-17s %d of %d whole in %.1f s%n",
          shape, whole, count, (System.nanoTime() - started) / 1e9);
    }
    System.exit(good ? 0 : 1);
  }

  /** One answer to its end; what was wrong with it, empty when nothing was. */
  private static String hear(int port, Shape shape) {
    String body =
        "{\"model\":\"bench/%s\",\"stream\":%s,%s\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"
            .formatted(shape, shape.stream, shape.call() ? TOOLS.substring(1) + "," : "");
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(120_000);
      ascii(
          socket.getOutputStream(),
          "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
              + "X-No-Cache: 1\r\n"
              + "Content-Type: application/json\r\nContent-Length: "
              + body.length()
              + "\r\n\r\n"
              + body);
      return flaw(socket.getInputStream(), shape);
    } catch (IOException broken) {
      return broken.toString();
    }
  }

  private static String flaw(InputStream in, Shape shape) throws IOException {
    byte[] piece = new byte[64 * 1024];
    long filler = 0;
    var rest = new StringBuilder();
    for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
      for (int i = 0; i < count; i++) {
        if (piece[i] == FILLER) {
          filler++;
        } else if (rest.length() < 20_000) {
          rest.append((char) (piece[i] & 0xff));
        }
      }
    }
    String finish = "\"finish_reason\":\"" + (shape.call() ? "tool_calls" : "stop") + "\"";
    boolean good =
        filler == SIZE
            && rest.indexOf("HTTP/1.1 200") == 0
            && rest.indexOf(finish) > 0
            && (!shape.stream || rest.indexOf("data: [DONE]") > 0)
            && rest.indexOf("\"error\"") < 0;
    return good ? "" : filler + " bytes of " + SIZE + ", " + rest;
  }
}
