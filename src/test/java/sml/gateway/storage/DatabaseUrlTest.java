package sml.gateway.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          postgres://sml:pw@db:5432/smlgateway | jdbc:postgresql://db:5432/smlgateway | sml | pw
          postgresql://sml:pw@db/smlgateway | jdbc:postgresql://db/smlgateway | sml | pw
          postgres://db/smlgateway | jdbc:postgresql://db/smlgateway |  |
          postgres://sml@db/smlgateway | jdbc:postgresql://db/smlgateway | sml |
          postgres://sml:a%40b%2Fc+d@db/x | jdbc:postgresql://db/x | sml | a@b/c+d
          postgres://sml:a@b:c@db/x | jdbc:postgresql://db/x | sml | a@b:c
          postgres://sml:pw@[::1]:5432/x | jdbc:postgresql://[::1]:5432/x | sml | pw
          postgres://sml:pw@a:1,b:2/x | jdbc:postgresql://a:1,b:2/x | sml | pw
          postgres://u:p@db/x?sslmode=require | jdbc:postgresql://db/x?sslmode=require | u | p
          postgres://db/x?channel_binding=prefer | jdbc:postgresql://db/x?channelBinding=prefer | |
          jdbc:postgresql://db/x?user=u&password=p | jdbc:postgresql://db/x?user=u&password=p |  |
          jdbc:postgresql://u:p@db/x | jdbc:postgresql://db/x | u | p
          '  postgres://db/x ' | jdbc:postgresql://db/x |  |
          """)
  void understands(String text, String jdbcUrl, String user, String password) {
    var url = DatabaseUrl.parse(text);

    assertThat(url.jdbcUrl()).isEqualTo(jdbcUrl);
    assertThat(url.user()).isEqualTo(user);
    assertThat(url.password()).isEqualTo(password);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql://u:secret@db/x", "db:5432/x", "postgres://u:secret@db", "secret"})
  void refusesWhatIsNoPostgresAddressWithoutRepeatingIt(String text) {
    assertThatThrownBy(() -> DatabaseUrl.parse(text))
        .isInstanceOf(DatabaseUnavailable.class)
        .hasMessageContaining("DATABASE_URL")
        .hasMessageNotContaining("secret");
  }

  @Test
  void printsNoPassword() {
    assertThat(DatabaseUrl.parse("postgres://u:secret@db/x").toString()).doesNotContain("secret");
    assertThat(DatabaseUrl.parse("jdbc:postgresql://db/x?password=secret&a=b").toString())
        .doesNotContain("secret")
        .contains("a=b");
  }
}
