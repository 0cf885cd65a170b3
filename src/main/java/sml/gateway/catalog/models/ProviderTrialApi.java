package sml.gateway.catalog.models;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.providers.ProviderEditor;
import sml.gateway.catalog.providers.ProviderRow;
import sml.gateway.chat.GatewayException.InvalidRequest;

/**
 * {@code POST /api/provider-catalog/{name}/test}: tries a provider that is not saved, given as for
 * {@code PUT}, with a key in {@code api_key}.
 */
@Component("providerTrialApi")
final class ProviderTrialApi {
  private static final String KEY = "api_key";
  private static final String ADDRESS = "base_url";

  private final ProviderEditor edits;
  private final KeyTester keyTester;

  /** The fields of {@code PUT} and {@code api_key}. */
  record TriedProvider(ObjectNode all) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    TriedProvider {}
  }

  /**
   * What came of it, with status 200 either way.
   *
   * @param param the field that seems to be wrong
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Trial(
      boolean ok,
      @Nullable Integer models,
      @Nullable String warning,
      @Nullable String error,
      @Nullable String param) {}

  ProviderTrialApi(ProviderEditor edits, KeyTester keyTester) {
    this.edits = edits;
    this.keyTester = keyTester;
  }

  /** Asks the provider for its models, and lets it prove the key. */
  public Trial test(@Header("name") String name, @Body TriedProvider tried) {
    ObjectNode fields = tried.all().deepCopy();
    JsonNode typed = fields.remove(KEY);
    ProviderRow row = edits.trial(name, fields);
    List<String> secrets = TypedKeys.read(typed == null ? null : typed.asText(""), KEY);
    if (secrets.isEmpty() && !row.spec().needsNoKey()) {
      throw new InvalidRequest(
          "`api_key` is required, or `keyless` for a provider that needs none.", KEY);
    }
    KeyTester.Result result = keyTester.test(row, secrets);
    if (!result.ok()) {
      String wrong = result.keyRefused() ? KEY : ADDRESS;
      return new Trial(false, null, null, result.error(), wrong);
    }
    if (result.models() == 0 && result.warning() == null) {
      // any web page answers with 200
      return new Trial(false, null, null, "There is no list of models at this address.", ADDRESS);
    }
    return new Trial(true, result.models(), result.warning(), null, null);
  }
}
