import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Both ends of bench/streams, in one program that needs nothing but a JDK.
 *
 * <p>{@code upstream PORT SECONDS} serves streams of four events a second; {@code clients PORT
 * COUNT} reads COUNT streams at once and fails when one is not whole.
 */
public class Streams {
  private static final int PER_SECOND = 4;
  private static final String EVENT =
      "data: {\"id\":\"s\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
          + "\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}]}\n\n";

  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(arguments[1]);
    int number = Integer.parseInt(arguments[2]);
    if (arguments[0].equals("upstream")) {
      serve(port, number);
    } else {
      listen(port, number);
    }
  }

  private static void serve(int port, int seconds) throws IOException {
    try (var server = new ServerSocket()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
      while (true) {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> speak(socket, seconds));
      }
    }
  }

  private static void speak(Socket socket, int seconds) {
    try (socket) {
      socket.setTcpNoDelay(true);
      var in = new BufferedInputStream(socket.getInputStream());
      while (request(in)) {
        var out = socket.getOutputStream();
        out.write(
            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
        for (int event = 1; event <= seconds * PER_SECOND; event++) {
          out.write(chunk(EVENT.formatted("{\"content\":\"word" + event + " \"}", "null")));
          Thread.sleep(1000 / PER_SECOND);
        }
        out.write(chunk(EVENT.formatted("{}", "\"stop\"")));
        out.write(chunk("data: [DONE]\n\n"));
        out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException | InterruptedException left) {
      // the peer's side reports what went wrong
    }
  }

  private static byte[] chunk(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return (Integer.toHexString(bytes.length) + "\r\n" + text + "\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Reads one request; false when the peer has no more. */
  private static boolean request(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return false;
      }
      head.append((char) next);
    }
    var length = java.util.regex.Pattern.compile("(?i)content-length: *(\\d+)").matcher(head);
    if (length.find()) {
      in.readNBytes(Integer.parseInt(length.group(1)));
    }
    return true;
  }

  private static void listen(int port, int count) throws Exception {
    long started = System.nanoTime();
    int whole = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var streams =
          threads.invokeAll(
              IntStream.range(0, count)
                  .mapToObj(client -> (Callable<String>) () -> hear(port))
                  .collect(Collectors.toList()));
      for (Future<String> stream : streams) {
        String heard = stream.get();
        if (heard.isEmpty()) {
          whole++;
        } else if (count - whole < 5) {
          System.err.println("not whole: " + heard);
        }
      }
    }
    System.out.printf(
        "%d of %d streams whole in %.1f s%n", whole, count, (System.nanoTime() - started) / 1e9);
    System.exit(whole == count ? 0 : 1);
  }

  /** One stream to its end; what was wrong with it, empty when nothing was. */
  private static String hear(int port) {
    String body =
        "{\"model\":\"bench/m\",\"stream\":true,"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"Talk for a while.\"}]}";
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(60_000);
      socket
          .getOutputStream()
          .write(
              ("POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                      + "X-No-Cache: 1\r\n"
                      + "Content-Type: application/json\r\nContent-Length: "
                      + body.length()
                      + "\r\n\r\n"
                      + body)
                  .getBytes(StandardCharsets.US_ASCII));
      String heard = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      boolean good =
          heard.startsWith("HTTP/1.1 200")
              && heard.contains("data: [DONE]")
              && heard.endsWith("0\r\n\r\n")
              && !heard.contains("\"error\"");
      return good ? "" : heard.substring(0, Math.min(400, heard.length()));
    } catch (IOException broken) {
      return broken.toString();
    }
  }
}
