package sml.gateway.observability.log;

import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import sml.gateway.chat.GatewayException;

/**
 * {@code GET /api/gateway-logs}: finished requests, newest first, those included that are not in
 * the database yet; while it is away, only those.
 */
@Component("gatewayLogsApi")
final class GatewayLogsApi {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayLogsApi.class);
  private static final int USUAL = 100;
  private static final int MOST = 500;
  private static final long COUNT_HOLDS_MS = 5_000;

  private final RequestRowBuffer buffer;
  private final RequestLogStore table;
  private final Clock clock;
  private volatile Count count = new Count(0, Long.MIN_VALUE);

  private record Count(long rows, long untilMs) {}

  record LoggedRequests(List<LogEntry> logs, long total, int limit, int offset, boolean complete) {}

  GatewayLogsApi(RequestRowBuffer buffer, RequestLogStore table, Clock clock) {
    this.buffer = buffer;
    this.table = table;
    this.clock = clock;
  }

  /** A page of the list; parameters that are absent or empty are the usual ones. */
  public LoggedRequests list(
      @Header("limit") @Nullable String mostRows, @Header("offset") @Nullable String firstRow) {
    int limit = Math.min(MOST, number("limit", mostRows, USUAL));
    int offset = number("offset", firstRow, 0);
    // the buffer first: a row that moves meanwhile is seen twice and not missed
    List<LogEntry> waiting = buffer.rows().stream().map(RequestRow::entry).toList();
    Set<String> ids = waiting.stream().map(LogEntry::requestId).collect(Collectors.toSet());
    List<LogEntry> first = waiting.stream().skip(offset).limit(limit).toList();
    try {
      int skipped = Math.max(0, offset - waiting.size());
      Stream<LogEntry> stored =
          table.page(limit, skipped).stream()
              .filter(logEntry -> !ids.contains(logEntry.requestId()));
      List<LogEntry> logs = Stream.concat(first.stream(), stored).limit(limit).toList();
      return new LoggedRequests(logs, count() + waiting.size(), limit, offset, true);
    } catch (DataAccessException away) {
      LOG.debug("event=logs_unreadable cause={}", away.getMostSpecificCause().toString());
      return new LoggedRequests(first, waiting.size(), limit, offset, false);
    }
  }

  // counting reads the whole table, which must not happen at every poll of every page
  private long count() {
    Count known = count;
    if (known.untilMs() <= clock.millis()) {
      known = new Count(table.count(), clock.millis() + COUNT_HOLDS_MS);
      count = known;
    }
    return known.rows();
  }

  private static int number(String name, @Nullable String text, int usual) {
    if (text == null || text.isEmpty()) {
      return usual;
    }
    if (!text.matches("[0-9]{1,9}")) {
      throw new GatewayException.InvalidRequest(
          "`%s` must be a whole number from 0.".formatted(name), name);
    }
    return Integer.parseInt(text);
  }
}
