package sml.gateway.reply;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import sml.gateway.network.HttpReply;

/** What an operator gets while the database cannot be read. */
class DatabaseAwayTest {
  private final KeepAlive keepAlive =
      new KeepAlive(new StreamSettings(Duration.ofSeconds(10), Duration.ofSeconds(1)));
  private final ErrorReply errors = new ErrorReply(keepAlive, new RequestReport(event -> {}));

  @AfterEach
  void close() {
    keepAlive.destroy();
  }

  @Test
  void aDatabaseThatIsAwayIsUnavailable() {
    assertUnavailable(new DataAccessResourceFailureException("away"));
    assertUnavailable(new CannotGetJdbcConnectionException("away", new SQLException("refused")));
  }

  @Test
  void aDatabaseThatIsSlowIsUnavailable() {
    assertUnavailable(new QueryTimeoutException("slow"));
  }

  @Test
  void aTableThatIsNotThereIsUnavailableAndItsNameStaysInside() {
    assertUnavailable(
        new BadSqlGrammarException("read", "select secret", new SQLException("no table")));
  }

  @Test
  void anyOtherFailureIsOurs() {
    HttpReply reply = explain(new IllegalStateException("secret"));
    assertThat(reply.status()).isEqualTo(500);
    assertThat(text(reply)).contains("\"code\":\"server_error\"").doesNotContain("secret");
  }

  private void assertUnavailable(DataAccessException failure) {
    HttpReply reply = explain(failure);
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.headers()).doesNotContainKey("x-should-retry");
    assertThat(text(reply))
        .isEqualTo(
            "{\"error\":{\"message\":\"The database cannot be read now.\",\"type\":\"api_error\","
                + "\"param\":null,\"code\":\"unavailable\"}}");
  }

  private HttpReply explain(Exception failure) {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    exchange.setProperty(Exchange.EXCEPTION_CAUGHT, failure);
    return errors.explain(exchange);
  }

  private static String text(HttpReply reply) {
    return new String(((HttpReply.Bytes) reply.content()).bytes(), StandardCharsets.UTF_8);
  }
}
