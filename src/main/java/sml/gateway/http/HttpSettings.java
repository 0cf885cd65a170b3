package sml.gateway.http;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the front HTTP server, {@code sml.http.*}.
 *
 * @param bind address to listen on; a loopback address means both 127.0.0.1 and ::1
 * @param port TCP port; 0 takes a free one
 * @param eventLoops threads that parse and write; 0 means one per two cores
 * @param maxBody largest request body, in bytes
 * @param maxPageBody largest request body for the pages of the servlet container, in bytes
 * @param maxHeader largest request head, in bytes
 * @param maxDrain how much of a refused body is still read so that the client sees the refusal
 * @param headTimeout how long a new connection may take to send its first complete head
 * @param idleTimeout how long a kept-alive connection may take until its next complete head
 * @param bodyTimeout how long the body may make no progress
 * @param bodyTime how long a body may take altogether
 * @param pageTimeout how long a page of the servlet container may take to be sent
 * @param writeTimeout how long a client may read nothing while bytes are waiting for it
 * @param maxExchanges how many calls are in progress at once; more are answered 503
 * @param maxConnections how many connections are open at once; more are closed
 * @param behindProxy the last address of {@code X-Forwarded-For} is the client: a proxy of ours put
 *     it there, as Caddy does in compose
 * @param notice how long calls are still taken when the program stops and a proxy of ours has to
 *     see in the health that it does; nothing without a proxy
 * @param shutdownTimeout longest wait for the calls in progress when the program stops; the others
 *     are cut
 * @param pagesPrefixes paths that the servlet container of this process answers
 */
@Validated
@ConfigurationProperties("sml.http")
record HttpSettings(
    @NotBlank @DefaultValue("127.0.0.1") String bind,
    @Min(0) @Max(65535) @DefaultValue("3334") int port,
    @Min(0) @DefaultValue("0") int eventLoops,
    @DefaultValue("32MB") DataSize maxBody,
    @DefaultValue("1MB") DataSize maxPageBody,
    @DefaultValue("32KB") DataSize maxHeader,
    @DefaultValue("256MB") DataSize maxDrain,
    @DefaultValue("10s") Duration headTimeout,
    @DefaultValue("120s") Duration idleTimeout,
    @DefaultValue("30s") Duration bodyTimeout,
    @DefaultValue("5m") Duration bodyTime,
    @DefaultValue("60s") Duration pageTimeout,
    @DefaultValue("60s") Duration writeTimeout,
    @Min(1) @DefaultValue("2000") int maxExchanges,
    @Min(1) @DefaultValue("4000") int maxConnections,
    @DefaultValue("false") boolean behindProxy,
    @DefaultValue("3s") Duration notice,
    @DefaultValue("30s") Duration shutdownTimeout,
    @DefaultValue({"/actuator", "/hawtio"}) List<String> pagesPrefixes) {

  int loops() {
    int cores = Runtime.getRuntime().availableProcessors();
    return eventLoops > 0 ? eventLoops : Math.max(1, cores / 2);
  }
}
