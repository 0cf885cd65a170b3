package sml.gateway.upstream.transport;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Limits on one upstream call.
 *
 * @param connect to establish a connection, TLS included
 * @param firstContent from the request to the first valid content, when others could be asked of a
 *     stream, and from the head of a non-stream answer to the first byte of its body
 * @param lastFirstContent the same for the last candidate and for models on this machine; a
 *     non-stream request that names one model waits as long as its client does
 * @param gap between two events of a stream, or two pieces of a non-stream answer that has begun
 * @param joinStreams ask for streams where several models are asked beside each other for a whole
 *     answer, and join them, so that it is seen when an answer begins, falls silent or breaks off
 * @param afterFinish for what may still follow a finish reason (usage, {@code [DONE]})
 * @param silence a connection that breaks after so long without a byte has timed out: its model is
 *     not asked again; the words of an error are waited for no longer
 * @param resend a connection that was open before is replaced, and the request sent again, when it
 *     breaks within this time of sending and before a byte
 * @param wholeAnswer from the request to the end of a non-stream answer, when others could be asked
 * @param wholeStream from the request to the end of a stream
 * @param answerSize bytes of a non-stream answer
 * @param eventSize bytes of one event of a stream
 * @param largeAnswer bytes from which on an answer or event counts as large: only as many of those
 *     are worked on at once as the heap has room for
 * @param perKey calls under way at once with one key
 * @param connections open connections to one provider
 * @param reasoningFirst parts of ids, in lower case, of models that begin inside their reasoning
 *     without a tag that opens it; others show it by their answers
 */
@Validated
@ConfigurationProperties("sml.upstream")
public record UpstreamSettings(
    @DefaultValue("3s") Duration connect,
    @DefaultValue("12s") Duration firstContent,
    @DefaultValue("120s") Duration lastFirstContent,
    @DefaultValue("20s") Duration gap,
    @DefaultValue("true") boolean joinStreams,
    @DefaultValue("2s") Duration afterFinish,
    @DefaultValue("2s") Duration silence,
    @DefaultValue("1s") Duration resend,
    @DefaultValue("60s") Duration wholeAnswer,
    @DefaultValue("30m") Duration wholeStream,
    @DefaultValue("32MB") DataSize answerSize,
    @DefaultValue("32MB") DataSize eventSize,
    @DefaultValue("1MB") DataSize largeAnswer,
    @DefaultValue("1000") int perKey,
    @DefaultValue("2000") int connections,
    @DefaultValue List<String> reasoningFirst) {}
