package sml.gateway.catalog.providers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.unit.DataSize;
import sml.gateway.catalog.CatalogSettings;

class KeyEncryptionTest {
  @TempDir Path data;

  private KeyEncryption vault(String encryptionKey) {
    return new KeyEncryption(
        new CatalogSettings(
            data,
            encryptionKey,
            null,
            new ByteArrayResource(new byte[0]),
            "http://localhost",
            null,
            Duration.ofSeconds(1),
            DataSize.ofBytes(1),
            Duration.ofHours(1),
            Duration.ofMinutes(1),
            Duration.ofHours(6),
            3,
            Duration.ofHours(24),
            Duration.ofDays(3)));
  }

  @Test
  void whatWasLockedOpensAgainAlsoInTheNextRun() {
    byte[] locked = vault("").lock("groq", "gsk_secret");
    assertThat(vault("").open("groq", locked)).contains("gsk_secret");
    assertThat(new String(locked, ISO_8859_1)).doesNotContain("secret");
  }

  @Test
  void theSameSecretIsNeverLockedTheSameWay() {
    var keyEncryption = vault("");
    assertThat(keyEncryption.lock("groq", "s")).isNotEqualTo(keyEncryption.lock("groq", "s"));
  }

  @Test
  void anotherKeyOpensNothing() {
    byte[] locked = vault("one passphrase").lock("groq", "s");
    assertThat(vault("another passphrase").open("groq", locked)).isEmpty();
    assertThat(vault("one passphrase").open("groq", locked)).contains("s");
    assertThat(Files.exists(data.resolve("key"))).isFalse();
  }

  @Test
  void aTextMovedToAnotherProviderOrChangedDoesNotOpen() {
    var keyEncryption = vault("");
    byte[] locked = keyEncryption.lock("groq", "s");
    assertThat(keyEncryption.open("evil", locked)).isEmpty();
    locked[locked.length - 1] ^= 1;
    assertThat(keyEncryption.open("groq", locked)).isEmpty();
    assertThat(keyEncryption.open("groq", new byte[5])).isEmpty();
  }

  @Test
  void aDamagedKeyFileIsNeverReplaced() throws Exception {
    Files.writeString(data.resolve("key"), "not a key");
    assertThatThrownBy(() -> vault("").lock("groq", "s")).hasMessageContaining("key");
    assertThat(Files.readString(data.resolve("key"))).isEqualTo("not a key");
    assertThat(vault("").open("groq", new byte[40])).isEmpty();
  }

  @Test
  void nothingIsMadeBeforeTheFirstKeyIsStored() {
    assertThat(vault("").open("groq", new byte[40])).isEmpty();
    assertThat(Files.exists(data.resolve("key"))).isFalse();
  }
}
