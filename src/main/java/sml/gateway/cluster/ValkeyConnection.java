package sml.gateway.cluster;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * The connections to Valkey. The one for commands is opened by {@link #open}; once it was there it
 * comes back by itself, and meanwhile every command fails at once.
 */
final class ValkeyConnection implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(1);
  private static final Duration AGAIN = Duration.ofMillis(250);
  private static final int MOST_WAITING = 1_000;
  private static final int THREADS = 2;

  private final ClientResources resources;
  private final LettuceConnectionFactory factory;
  private volatile @Nullable StatefulRedisConnection<String, String> connection;

  ValkeyConnection(String url, Duration commandTimeout) {
    RedisURI uri = parse(url);
    resources =
        DefaultClientResources.builder()
            .ioThreadPoolSize(THREADS)
            .computationThreadPoolSize(THREADS)
            .reconnectDelay(Delay.constant(AGAIN))
            .build();
    var options =
        ClientOptions.builder()
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .requestQueueSize(MOST_WAITING)
            .socketOptions(SocketOptions.builder().connectTimeout(CONNECT).keepAlive(true).build())
            .timeoutOptions(TimeoutOptions.enabled(commandTimeout))
            .build();
    var client =
        LettuceClientConfiguration.builder()
            .apply(uri)
            .clientResources(resources)
            .clientOptions(options)
            .commandTimeout(commandTimeout)
            .shutdownTimeout(Duration.ZERO)
            .build();
    factory =
        new LettuceConnectionFactory(
            LettuceConnectionFactory.createRedisConfiguration(uri), client);
    factory.setShareNativeConnection(false);
    factory.afterPropertiesSet();
  }

  /** What is to be done when any of its connections breaks. */
  void onBreak(Runnable action) {
    client()
        .addListener(
            new RedisConnectionStateListener() {
              @Override
              public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
                action.run();
              }
            });
  }

  private RedisClient client() {
    return (RedisClient) factory.getRequiredNativeClient();
  }

  private static RedisURI parse(String url) {
    try {
      return RedisURI.create(url.strip());
    } catch (IllegalArgumentException wrong) {
      // the address is not repeated, it may hold a password
      throw new IllegalStateException(
          "REDIS_URL is not the address of a Valkey or Redis. Write it as redis://host:6379 or"
              + " redis://user:password@host:6379/0, or leave it out to run a single gateway.");
    }
  }

  /** For what subscribes; its connections come back by themselves, too. */
  RedisConnectionFactory factory() {
    return factory;
  }

  /** Opens the connection for commands if there is none; waits a second at most. */
  void open() {
    if (connection == null) {
      connection = client().connect(StringCodec.UTF8);
    }
  }

  /** Gives a connection up that has been silent for too long. */
  void drop() {
    var silent = connection;
    connection = null;
    if (silent != null) {
      silent.closeAsync();
    }
  }

  /** Runs a script; fails at once while there is no connection. */
  CompletableFuture<List<Long>> run(LuaScript script, String[] keys, String[] arguments) {
    var open = connection;
    if (open == null) {
      return notConnected();
    }
    return open.async()
        .<List<Long>>eval(script.text(), ScriptOutputType.MULTI, keys, arguments)
        .toCompletableFuture();
  }

  /** All fields of a hash. */
  CompletableFuture<Map<String, String>> all(String key) {
    var open = connection;
    if (open == null) {
      return notConnected();
    }
    return open.async().hgetall(key).toCompletableFuture();
  }

  /** The text at a key; its result is null when there is none. */
  CompletableFuture<String> get(String key) {
    var open = connection;
    return open == null ? notConnected() : open.async().get(key).toCompletableFuture();
  }

  /** Puts a text at a key for a while. */
  CompletableFuture<?> put(String key, String text, Duration ttl) {
    var open = connection;
    return open == null
        ? notConnected()
        : open.async().psetex(key, ttl.toMillis(), text).toCompletableFuture();
  }

  /** Removes a key. */
  CompletableFuture<?> remove(String key) {
    var open = connection;
    return open == null ? notConnected() : open.async().del(key).toCompletableFuture();
  }

  private static <T> CompletableFuture<T> notConnected() {
    return CompletableFuture.failedFuture(new IllegalStateException("not connected"));
  }

  @Override
  public void close() {
    connection = null;
    factory.destroy();
    resources.shutdown(0, 0, TimeUnit.MILLISECONDS);
  }
}
