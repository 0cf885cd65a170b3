package sml.gateway.cluster;

import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings {@code sml.shared.*}.
 *
 * @param redisUrl the Valkey or Redis of all replicas, {@code redis://host:port}; absent or blank:
 *     this replica is alone; {@code REDIS_URL}
 * @param prefix first part of every key and channel; replicas of one gateway have the same
 * @param requestTimeout longest wait for Valkey near the path of a request
 * @param heartbeat pause between two heartbeats
 * @param beatTimeout a heartbeat that is not answered for so long means that Valkey is away
 * @param commandTimeout an unanswered command is dropped after so long; no request waits for it, it
 *     bounds what piles up while Valkey is silent
 * @param silence a replica without a heartbeat for so long counts as stopped
 */
@Validated
@ConfigurationProperties("sml.shared")
record ClusterSettings(
    @Nullable String redisUrl,
    @DefaultValue("sml") @NotBlank String prefix,
    @DefaultValue("50ms") Duration requestTimeout,
    @DefaultValue("500ms") Duration heartbeat,
    @DefaultValue("500ms") Duration beatTimeout,
    @DefaultValue("2s") Duration commandTimeout,
    @DefaultValue("5s") Duration silence) {

  boolean shared() {
    return redisUrl != null && !redisUrl.isBlank();
  }

  /** Never shows the address, which may hold a password. */
  @Override
  public String toString() {
    return "SharedSettings[shared=" + shared() + ", prefix=" + prefix + "]";
  }
}
