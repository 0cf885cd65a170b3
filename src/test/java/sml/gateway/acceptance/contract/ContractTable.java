package sml.gateway.acceptance.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Reads {@code contract/table.txt} and its index {@code contract/endpoints.txt}. */
final class ContractTable {
  /** The cases that the table states; those of wrong methods and large bodies are all the same. */
  static final List<String> CASES = List.of("happy", "bad input", "unknown id", "upstream down");

  private ContractTable() {}

  /** An endpoint as method and path. */
  record Endpoint(String method, String path) {
    static Endpoint of(String text) {
      int space = text.indexOf(' ');
      return new Endpoint(text.substring(0, space), text.substring(space + 1));
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  /**
   * What an endpoint answers in one case.
   *
   * @param request path, body or both; "-" when the case does not apply
   * @param status 0 when the case does not apply
   * @param expected what is there, the {@code param} of an error, or why the case does not apply
   */
  record Row(Endpoint endpoint, String name, String request, int status, String expected) {
    boolean applies() {
      return status != 0;
    }

    /** The path that is called; that of the endpoint unless the request names one. */
    String path() {
      return request.startsWith("/") ? request.split(" \\{", 2)[0] : endpoint.path();
    }

    String body() {
      int start = request.indexOf('{');
      return start < 0 ? "" : request.substring(start);
    }

    @Override
    public String toString() {
      return endpoint + ", " + name;
    }
  }

  static List<Endpoint> index() {
    return lines("/contract/endpoints.txt").map(Endpoint::of).toList();
  }

  static List<Row> rows() {
    return lines("/contract/table.txt").flatMap(ContractTable::rows).toList();
  }

  private static Stream<Row> rows(String line) {
    String[] cells = line.split(" \\| ?", -1);
    String status = cells[3].strip();
    return Stream.of(cells[1].split(","))
        .map(
            name ->
                new Row(
                    Endpoint.of(cells[0]),
                    name.strip(),
                    cells[2],
                    status.equals("-") ? 0 : Integer.parseInt(status),
                    cells[4].strip()));
  }

  private static Stream<String> lines(String file) {
    try (InputStream in = ContractTable.class.getResourceAsStream(file)) {
      return new String(Objects.requireNonNull(in, file).readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
