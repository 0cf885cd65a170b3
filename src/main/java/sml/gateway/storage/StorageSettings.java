package sml.gateway.storage;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings {@code sml.storage.*}.
 *
 * @param dataDir folder of the embedded PostgreSQL, relative to the working folder
 * @param url an external PostgreSQL; absent or blank: the embedded one
 * @param port the embedded PostgreSQL listens on when it is free; 0: any free one
 * @param poolSize most connections to the database at a time
 * @param startTimeout longest wait for a database that does not answer when the program starts
 */
@Validated
@ConfigurationProperties("sml.storage")
record StorageSettings(
    @DefaultValue("data") @NotBlank String dataDir,
    @Nullable String url,
    @DefaultValue("5434") @Min(0) @Max(65535) int port,
    @DefaultValue("8") @Min(1) int poolSize,
    @DefaultValue("10m") Duration startTimeout) {}
