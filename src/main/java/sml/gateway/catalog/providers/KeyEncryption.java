package sml.gateway.catalog.providers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.CatalogSettings;

/**
 * Encrypts the providers' keys with AES-256-GCM. Its own key comes from the setting, else from the
 * key file, which is made when the first key is stored. Its earlier keys still decrypt what they
 * encrypted: the one of the older setting, the file {@code key.old}, and the key file when a
 * setting has taken its place. A text is bound to its provider: moved to another row it cannot be
 * decrypted.
 */
@Component
final class KeyEncryption {
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int ROUNDS = 210_000;
  private static final byte[] SALT = "sml-gateway api_keys".getBytes(StandardCharsets.UTF_8);

  private final Path file;
  private final @Nullable String setting;
  private final List<Source> older = new ArrayList<>();
  private final SecureRandom random = new SecureRandom();
  private @Nullable SecretKey key;

  /** Where a key comes from; it is read when it is needed. */
  private interface Source {
    byte[] read() throws IOException, GeneralSecurityException;
  }

  KeyEncryption(CatalogSettings settings) {
    this.file = settings.dataDir().resolve("key");
    this.setting = given(settings.encryptionKey());
    String old = given(settings.oldEncryptionKey());
    if (old != null) {
      older.add(() -> fromSetting(old));
    }
    if (setting != null) {
      older.add(() -> fromFile(file));
    }
    older.add(() -> fromFile(settings.dataDir().resolve("key.old")));
  }

  private static @Nullable String given(@Nullable String setting) {
    return setting == null || setting.isBlank() ? null : setting.trim();
  }

  /** The secret as nonce, cipher text and tag. */
  byte[] lock(String provider, String secret) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key(true), nonce, provider);
      byte[] locked = cipher.doFinal(secret.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.allocate(nonce.length + locked.length).put(nonce).put(locked).array();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the key cannot be encrypted: " + e.getMessage(), e);
    }
  }

  /** The secret again; empty when no known key can decrypt it. */
  Optional<String> open(String provider, byte[] locked) {
    return opened(() -> key(false), provider, locked).or(() -> openedByOlder(provider, locked));
  }

  /** The same secret encrypted with the present key, when only an older one decrypts it. */
  Optional<byte[]> renew(String provider, byte[] locked) {
    return opened(() -> key(false), provider, locked).isPresent()
        ? Optional.empty()
        : openedByOlder(provider, locked).map(secret -> lock(provider, secret));
  }

  private Optional<String> openedByOlder(String provider, byte[] locked) {
    return older.stream()
        .map(source -> opened(() -> new SecretKeySpec(source.read(), "AES"), provider, locked))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private interface Key {
    SecretKey get() throws IOException, GeneralSecurityException;
  }

  private static Optional<String> opened(Key key, String provider, byte[] locked) {
    if (locked.length <= NONCE_BYTES) {
      return Optional.empty();
    }
    byte[] nonce = Arrays.copyOf(locked, NONCE_BYTES);
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, key.get(), nonce, provider);
      byte[] text = cipher.doFinal(locked, NONCE_BYTES, locked.length - NONCE_BYTES);
      return Optional.of(new String(text, StandardCharsets.UTF_8));
    } catch (GeneralSecurityException | IOException e) {
      return Optional.empty();
    }
  }

  private static Cipher cipher(int mode, SecretKey key, byte[] nonce, String provider)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(provider.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private synchronized SecretKey key(boolean create) throws IOException, GeneralSecurityException {
    SecretKey present = key;
    if (present == null) {
      byte[] bytes = setting != null ? fromSetting(setting) : fromOwnFile(create);
      present = new SecretKeySpec(bytes, "AES");
      key = present;
    }
    return present;
  }

  private static byte[] fromSetting(String text) throws GeneralSecurityException {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      if (bytes.length == KEY_BYTES) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      // Not Base64, so it is a passphrase.
    }
    var spec = new PBEKeySpec(text.toCharArray(), SALT, ROUNDS, KEY_BYTES * 8);
    return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
  }

  private byte[] fromOwnFile(boolean create) throws IOException {
    if (create && !Files.exists(file)) {
      try {
        createFile();
      } catch (FileAlreadyExistsException e) {
        // Another replica on the same folder was faster; its key counts.
      }
    }
    return fromFile(file);
  }

  private static byte[] fromFile(Path file) throws IOException {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(Files.readString(file).trim());
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is damaged", e);
    }
    if (bytes.length != KEY_BYTES) {
      throw new IOException(file + " does not hold a key of 32 bytes");
    }
    return bytes;
  }

  private void createFile() throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    byte[] bytes = new byte[KEY_BYTES];
    random.nextBytes(bytes);
    ByteBuffer text =
        StandardCharsets.US_ASCII.encode(Base64.getEncoder().encodeToString(bytes) + "\n");
    try (var out =
        Files.newByteChannel(
            file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly())) {
      while (text.hasRemaining()) {
        out.write(text);
      }
    }
  }

  private FileAttribute<?>[] ownerOnly() {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
