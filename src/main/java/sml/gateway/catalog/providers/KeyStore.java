package sml.gateway.catalog.providers;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import sml.gateway.catalog.Keyring.ApiKey;

/** Table {@code api_keys}: secrets are written and read through {@link KeyEncryption} only. */
@Component
public class KeyStore {
  private static final String DOTS = "•".repeat(8);
  private static final int SHORT = 8;

  private final JdbcClient db;
  private final KeyEncryption keyEncryption;

  KeyStore(JdbcClient db, KeyEncryption keyEncryption) {
    this.db = db;
    this.keyEncryption = keyEncryption;
  }

  /** A stored key with its secret; null when it cannot be decrypted. */
  record Opened(StoredKey key, @Nullable ApiKey secret) {}

  /** All keys in the order they were entered. */
  List<Opened> all() {
    return db.sql("select * from api_keys order by provider, id").query(this::row).list();
  }

  /**
   * Makes these the keys of the provider; one that was there keeps its row and is trusted again.
   */
  @Transactional
  public void replace(String provider, List<String> secrets) {
    Set<String> wanted = new HashSet<>(secrets);
    Set<String> present = new HashSet<>();
    List<Long> dropped = new ArrayList<>();
    for (Opened opened : all()) {
      ApiKey key = opened.secret();
      if (!opened.key().provider().equals(provider)) {
        continue;
      }
      if (key == null || !wanted.contains(key.secret()) || !present.add(key.secret())) {
        dropped.add(opened.key().id());
      }
    }
    dropped.forEach(id -> db.sql("delete from api_keys where id = :id").param("id", id).update());
    db.sql(
            """
            update api_keys set health = 'ok', resting_until = null, rejected_since = null,
              rejected_until = null, rejected_times = 0, rejected_said = null
            where provider = :provider
            """)
        .param("provider", provider)
        .update();
    secrets.stream().filter(present::add).forEach(secret -> add(provider, secret));
  }

  private void add(String provider, String secret) {
    db.sql("insert into api_keys (provider, hint, cipher) values (:provider, :hint, :cipher)")
        .param("provider", provider)
        .param("hint", hint(secret))
        .param("cipher", keyEncryption.lock(provider, secret))
        .update();
  }

  /**
   * Encrypts with the present key what an older one had encrypted.
   *
   * @return how many keys that were
   */
  @Transactional
  public int renew() {
    int renewed = 0;
    for (Locked row :
        db.sql("select id, provider, cipher from api_keys").query(Locked.class).list()) {
      var again = keyEncryption.renew(row.provider(), row.cipher());
      if (again.isPresent()) {
        // not a row that was replaced meanwhile
        renewed +=
            db.sql("update api_keys set cipher = :again where id = :id and cipher = :cipher")
                .param("again", again.get())
                .param("id", row.id())
                .param("cipher", row.cipher())
                .update();
      }
    }
    return renewed;
  }

  /** A row as it is stored. */
  record Locked(long id, String provider, byte[] cipher) {}

  /** Its provider rejects the key. */
  void reject(long id, KeyRejection keyRejection) {
    db.sql(
            """
            update api_keys set health = 'invalid', rejected_since = :since,
              rejected_until = :until, rejected_times = :times, rejected_said = :said
            where id = :id
            """)
        .param("since", Timestamp.from(keyRejection.since()))
        .param("until", Timestamp.from(keyRejection.until()))
        .param("times", keyRejection.times())
        .param("said", keyRejection.said().replace('\0', ' '))
        .param("id", id)
        .update();
  }

  /** The key may be tried again; how often it was rejected is kept. */
  void tryAgain(long id) {
    db.sql("update api_keys set health = 'ok' where id = :id").param("id", id).update();
  }

  /** The key is accepted; nothing that was said against it counts any more. */
  void accept(long id) {
    db.sql(
            """
            update api_keys set health = 'ok', rejected_since = null, rejected_until = null,
              rejected_times = 0, rejected_said = null
            where id = :id
            """)
        .param("id", id)
        .update();
  }

  void saveCooldowns(Map<Long, Instant> until) {
    until.forEach(
        (id, time) ->
            db.sql("update api_keys set resting_until = :time where id = :id")
                .param("time", Timestamp.from(time))
                .param("id", id)
                .update());
  }

  void used(Map<Long, Instant> lastUse) {
    lastUse.forEach(
        (id, time) ->
            db.sql("update api_keys set last_used = :time where id = :id")
                .param("time", Timestamp.from(time))
                .param("id", id)
                .update());
  }

  private Opened row(ResultSet row, int index) throws SQLException {
    long id = row.getLong("id");
    String provider = row.getString("provider");
    var secret = keyEncryption.open(provider, row.getBytes("cipher"));
    var key =
        new StoredKey(
            id,
            provider,
            row.getString("hint"),
            secret.isPresent() ? row.getString("health") : "unreadable",
            ProviderStore.instant(row.getTimestamp("resting_until")),
            row.getTimestamp("created_at").toInstant(),
            ProviderStore.instant(row.getTimestamp("last_used")),
            rejection(row));
    return new Opened(key, secret.map(text -> new ApiKey(id, text)).orElse(null));
  }

  private static @Nullable KeyRejection rejection(ResultSet row) throws SQLException {
    Instant since = ProviderStore.instant(row.getTimestamp("rejected_since"));
    Instant until = ProviderStore.instant(row.getTimestamp("rejected_until"));
    String said = row.getString("rejected_said");
    return since == null || until == null
        ? null
        : new KeyRejection(since, until, row.getInt("rejected_times"), said == null ? "" : said);
  }

  /** First and last four characters, the rest hidden; all of it when it is short. */
  static String hint(String secret) {
    return secret.length() <= SHORT
        ? DOTS
        : secret.substring(0, 4) + DOTS + secret.substring(secret.length() - 4);
  }
}
