package sml.gateway.catalog.providers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.QuotaCalendar;
import sml.gateway.chat.GatewayException.InvalidRequest;

/** Converts the fields of a provider into a spec; the error names the wrong field. */
@Component
final class ProviderSpecReader {
  private static final String DIALECT_TABLE = "/catalog/dialects.json";
  private static final Set<String> DIALECTS = dialects();
  private static final Set<String> SCHEMES = Set.of("bearer", "header", "query", "none");
  private static final Set<String> PROOFS = Set.of("auto", "list", "chat");
  private static final Set<String> BOOLEANS = Set.of("keyless", "local");
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");
  private static final Pattern PRINTABLE = Pattern.compile("[\\x20-\\x7e]{0,1000}");
  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\$\\{(OLLAMA_BASE_URL|CLOUDFLARE_ACCOUNT_ID)}");
  private static final int LONGEST = 4000;
  private static final int MOST_MODELS = 1000;

  private final ObjectMapper json;

  ProviderSpecReader(ObjectMapper json) {
    this.json = json;
  }

  /** A new provider: what the fields do not say has its default. */
  ProviderSpec fresh(String name, ObjectNode fields) {
    ObjectNode all = json.createObjectNode();
    all.put("label", name).put("dialect", "openai").put("models_filter", "all");
    for (String text : new String[] {"env_var", "homepage", "notes", "billing"}) {
      all.put(text, "");
    }
    all.put("key_proof", "auto");
    all.putArray("models");
    all.putObject("headers");
    all.putObject("auth").put("scheme", "bearer").put("name", "");
    all.put("access", "free").put("keyless", false).put("local", false);
    all.putObject("access_facts");
    all.putArray("free_models");
    return merged(all, fields);
  }

  /** A simulated provider: it needs no key, whatever its access is. */
  ProviderSpec simulated(String name, ObjectNode fields, String access) {
    return read(json.<ObjectNode>valueToTree(fresh(name, fields)).put("access", access));
  }

  /** A changed provider: what the fields do not say stays as it is. */
  ProviderSpec changed(ProviderSpec present, ObjectNode fields) {
    return merged(json.<ObjectNode>valueToTree(present), fields);
  }

  private ProviderSpec merged(ObjectNode all, ObjectNode fields) {
    AccessFields.translate(all, fields);
    for (Map.Entry<String, JsonNode> field : fields.properties()) {
      all.set(field.getKey(), field.getValue());
    }
    all.set("base_url", json.getNodeFactory().textNode(root(text(all, "base_url"))));
    optionalUrl(all, "chat_url");
    optionalUrl(all, "models_url");
    all.set("auth", auth(all.get("auth"), "auth"));
    if (!all.path("models_auth").isNull() && all.has("models_auth")) {
      all.set("models_auth", auth(all.get("models_auth"), "models_auth"));
    }
    checkWords(all);
    AccessFields.check(all);
    checkProof(all);
    checkModels(all.path("models"));
    checkHeaders(all.path("headers"));
    return read(all);
  }

  private ProviderSpec read(ObjectNode all) {
    try {
      return json.treeToValue(all, ProviderSpec.class);
    } catch (JsonProcessingException e) {
      throw new InvalidRequest("the provider cannot be read: " + e.getOriginalMessage(), null);
    }
  }

  private static void checkWords(ObjectNode all) {
    for (String field : new String[] {"label", "env_var", "homepage", "notes", "billing"}) {
      text(all, field);
    }
    if (text(all, "label").isBlank()) {
      throw wrong("label", "must not be empty");
    }
    if (!DIALECTS.contains(text(all, "dialect"))) {
      throw wrong("dialect", "must be one of " + String.join(", ", DIALECTS));
    }
    if (!Set.of("all", "free").contains(text(all, "models_filter"))) {
      throw wrong("models_filter", "must be all or free");
    }
    checkQuotaReset(all.path("quota_reset"));
    for (String field : BOOLEANS) {
      if (!all.path(field).isBoolean()) {
        throw wrong(field, "must be true or false");
      }
    }
  }

  private static Set<String> dialects() {
    try (InputStream table = ProviderSpecReader.class.getResourceAsStream(DIALECT_TABLE)) {
      Set<String> names = new TreeSet<>();
      for (JsonNode dialect : new ObjectMapper().readTree(Objects.requireNonNull(table))) {
        names.add(dialect.path("name").asText());
      }
      return names;
    } catch (IOException broken) {
      throw new UncheckedIOException(DIALECT_TABLE, broken);
    }
  }

  private static void checkQuotaReset(JsonNode reset) {
    try {
      if (!reset.isNull() && !reset.isMissingNode()) {
        QuotaCalendar.of(reset.asText());
      }
    } catch (IllegalArgumentException unknown) {
      throw wrong("quota_reset", "must be UTC, a time zone such as Asia/Bangkok, or rolling");
    }
  }

  private static void checkProof(ObjectNode all) {
    String proof = text(all, "key_proof");
    if (!PROOFS.contains(proof)) {
      if (!proof.startsWith("http")) {
        throw wrong("key_proof", "must be auto, list, chat or a URL");
      }
      all.put("key_proof", url(proof, "key_proof"));
    }
  }

  private static void checkModels(JsonNode models) {
    if (!models.isArray() || models.size() > MOST_MODELS) {
      throw wrong("models", "must be a list of at most " + MOST_MODELS + " models");
    }
    for (JsonNode model : models) {
      String id = model.isTextual() ? model.asText() : model.path("id").asText();
      if (id.isBlank() || id.length() > 200) {
        throw wrong("models", "must hold ids, or objects with an id");
      }
    }
  }

  private static void checkHeaders(JsonNode headers) {
    if (!headers.isObject() || headers.size() > 20) {
      throw wrong("headers", "must be an object of at most 20 texts");
    }
    for (Map.Entry<String, JsonNode> header : headers.properties()) {
      boolean fine =
          TOKEN.matcher(header.getKey()).matches()
              && header.getValue().isTextual()
              && PRINTABLE.matcher(header.getValue().asText()).matches();
      if (!fine) {
        throw wrong("headers", "must hold plain header names and values");
      }
    }
  }

  private ObjectNode auth(@Nullable JsonNode auth, String field) {
    if (auth == null || !auth.isObject()) {
      throw wrong(field, "must be an object with scheme and name");
    }
    String scheme = auth.path("scheme").asText("");
    if (!SCHEMES.contains(scheme)) {
      throw wrong(field + ".scheme", "must be bearer, header, query or none");
    }
    boolean named = scheme.equals("header") || scheme.equals("query");
    String name = named ? auth.path("name").asText("") : "";
    if (named && !TOKEN.matcher(name).matches()) {
      throw wrong(field + ".name", "must name the " + scheme + " that carries the key");
    }
    return json.createObjectNode().put("scheme", scheme).put("name", name);
  }

  private static void optionalUrl(ObjectNode all, String field) {
    JsonNode value = all.get(field);
    if (value == null || value.isNull() || value.asText().isBlank()) {
      all.putNull(field);
    } else {
      all.put(field, url(text(all, field), field));
    }
  }

  /** People paste the full chat URL as well; the root is what is kept. */
  private static String root(String typed) {
    String root = typed.trim().replaceFirst("/+$", "").replaceFirst("/chat/completions$", "");
    if (root.contains("?") || root.contains("#")) {
      throw wrong("base_url", "must be the API root without a query; see chat_url");
    }
    return url(root, "base_url");
  }

  private static String url(String typed, String field) {
    String url = typed.trim();
    String sample =
        PLACEHOLDER
            .matcher(url)
            .replaceAll(hit -> hit.group(1).startsWith("OLLAMA") ? "http://localhost" : "x");
    try {
      URI uri = new URI(sample);
      boolean web =
          "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
      if (!web || uri.getHost() == null || uri.getRawUserInfo() != null) {
        throw wrong(field, "must be an http or https URL with a host and without a user");
      }
    } catch (URISyntaxException e) {
      throw wrong(field, "is not a URL");
    }
    return url;
  }

  static String text(ObjectNode all, String field) {
    JsonNode value = all.get(field);
    if (value == null || !value.isTextual()) {
      throw wrong(field, "is required as a text");
    }
    if (value.asText().length() > LONGEST) {
      throw wrong(field, "is longer than " + LONGEST + " characters");
    }
    return value.asText();
  }

  static InvalidRequest wrong(String field, String problem) {
    return new InvalidRequest("`" + field + "` " + problem + ".", field);
  }
}
