package sml.gateway.upstream.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.ChatRequest.Operation;
import sml.gateway.chat.ModelRef;
import sml.gateway.json.RawObject;

/** Makes the body of a request that is no chat: the client's own, with the provider's model id. */
@Component
public final class PlainRequests {
  private static final String JSON = "application/json";
  private static final String MULTIPART = "multipart/";

  private final EmbeddingTable embeddings;

  PlainRequests(EmbeddingTable embeddings) {
    this.embeddings = embeddings;
  }

  /**
   * A request for one provider.
   *
   * @param added fields that the client did not send
   */
  public record PlainRequest(byte[] body, String contentType, Set<String> added) {}

  /**
   * The request for this model.
   *
   * @param without fields the provider refuses, which are not added
   */
  public PlainRequest of(ChatRequest request, ModelRef ref, Set<String> without) {
    String type = request.call().header("content-type");
    if (type != null && type.startsWith(MULTIPART)) {
      byte[] body = new FormModel(type).set(request.call().body(), ref.model());
      return new PlainRequest(body, type, Set.of());
    }
    RawObject.Edit edit = request.body().edit().setText("model", ref.model());
    Set<String> added = new LinkedHashSet<>();
    if (request.operation() == Operation.EMBEDDING) {
      // vectors are asked for as numbers everywhere, and encoded for the client here
      edit.remove("encoding_format").remove("user");
      Map<String, String> more = embeddings.of(ref.provider()).added();
      more.forEach(
          (name, value) -> {
            if (!request.body().has(name) && !without.contains(name)) {
              edit.set(name, value.getBytes(UTF_8));
              added.add(name);
            }
          });
    }
    return new PlainRequest(edit.toBytes(), JSON, added);
  }
}
