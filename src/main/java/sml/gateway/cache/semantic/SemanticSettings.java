package sml.gateway.cache.semantic;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings {@code sml.cache.semantic.*}; an answer is remembered for {@code sml.cache.ttl}.
 *
 * @param enabled whether answers to questions that mean the same are served
 * @param threshold least cosine of two questions; entries demand more once they were refused or
 *     disputed
 * @param errorBound share of the times an entry was served that may be disputed before it is served
 *     no more
 * @param entries most answers that are remembered
 * @param search {@code auto} searches vectors by pgvector where the database has it, else in
 *     memory; {@code memory} always in memory
 * @param verdicts how many of the last decisions are shown
 * @param unknownWords share of words that an embedder may not know
 * @param embedder {@code minilm}, the English model in this process; {@code gateway}, a model of
 *     the catalogue; {@code http}; or {@code none}
 * @param embedderUrl where the embedder {@code http} is, e.g. {@code
 *     http://localhost:11434/api/embeddings} of Ollama or {@code .../v1/embeddings}
 * @param embedderModel the model it is asked for; of {@code gateway} as a client of {@code
 *     /v1/embeddings} names it, best {@code provider/model}
 * @param embedderKey sent to it as bearer token, empty for none
 * @param embedderTimeout how long it may take when an answer is remembered; a request waits no
 *     longer than {@code sml.cache.time-budget}
 * @param searchRest seconds without a search by meaning after half of the last 5 to 20 failed
 * @param writeEvery milliseconds between two writes of what changed to the table
 */
@Validated
@ConfigurationProperties("sml.cache.semantic")
public record SemanticSettings(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("0.92") @DecimalMin("0.92") @DecimalMax("1") double threshold,
    @DefaultValue("0.02") @DecimalMin("0") @DecimalMax("1") double errorBound,
    @DefaultValue("10000") @Min(1) int entries,
    @DefaultValue("auto") Search search,
    @DefaultValue("50") @Min(0) int verdicts,
    @DefaultValue("0.1") @DecimalMin("0") @DecimalMax("1") double unknownWords,
    @DefaultValue("minilm") Kind embedder,
    @DefaultValue("") String embedderUrl,
    @DefaultValue("nomic-embed-text") String embedderModel,
    @DefaultValue("") String embedderKey,
    @DefaultValue("2s") Duration embedderTimeout,
    @DefaultValue("30") @Min(1) int searchRest,
    @DefaultValue("1000") @Min(1) int writeEvery) {

  /** Where vectors are searched. */
  public enum Search {
    AUTO,
    MEMORY
  }

  /** The embedders there are. */
  public enum Kind {
    MINILM,
    GATEWAY,
    HTTP,
    NONE
  }
}
