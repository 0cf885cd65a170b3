package sml.gateway.upstream.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sml.gateway.catalog.QuotaCalendar;
import sml.gateway.chat.Refusal.Kind;

/** Whom or what a refusal is about, by its words. */
class WordsOfRefusalsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "404 | MODEL_GONE | The model `x` does not exist or you do not have access to it.",
        "404 | MODEL_GONE | model 'x' not found",
        "404 | MODEL_GONE | No endpoints found for acme/x:free.",
        "404 | MODEL_GONE | Unknown model: x",
        "404 | MODEL_GONE | x is not a valid model ID",
        "410 | MODEL_GONE | Model x was deprecated in August and is no longer available",
        "410 | MODEL_GONE | The model has reached its end of life",
        "404 | UNSUPPORTED | No endpoints found that support tool use. Try disabling \"f\".",
        "404 | UNSUPPORTED | No endpoints found that support image input",
        "404 | FAULT | No endpoints found matching your data policy (Free model publication).",
        "404 | FAULT | No allowed providers are available for the selected model.",
        "404 | FAULT | 404 page not found",
        "404 | FAULT | Not Found",
        "404 | FAULT | Cannot POST /v1/chat/completions",
        "404 | FAULT | The requested URL /v1/models/chat was not found on this server.",
        "404 | FAULT | Function 'abc': Not found for account 'def'",
        "410 | FAULT | Gone",
        "401 | UNAUTHORIZED | No auth credentials found",
        "401 | UNAUTHORIZED | User not found.",
        "403 | UNAUTHORIZED | Forbidden",
        "403 | UNAUTHORIZED | Invalid API key for this model",
        "403 | UNAUTHORIZED | The token has expired",
        "403 | FAULT | This model is not available in your region",
        "403 | FAULT | Country, region, or territory not supported",
        "403 | FAULT | Your plan does not include x",
        "403 | FAULT | Your API key does not have access to this model",
        "403 | FAULT | Attention Required! | Cloudflare",
        "403 | CONTENT_POLICY | Your input was flagged",
        "400 | UNSUPPORTED | Unrecognized request argument supplied: stream_options",
        "422 | UNSUPPORTED | Extra inputs are not permitted",
        "400 | UNSUPPORTED | property 'name' is unsupported",
        "400 | UNSUPPORTED | Invalid JSON payload received. Unknown name \"store\": Cannot find"
            + " field.",
        "400 | UNSUPPORTED | Additional properties are not allowed ('seed' was unexpected)",
        "400 | UNSUPPORTED | this model does not support tools",
        "400 | UNSUPPORTED | Unsupported parameter: 'max_tokens' is not supported with this model",
        "400 | BAD_REQUEST | temperature must be at most 2",
        "400 | BAD_REQUEST | messages must not be empty",
        "400 | BAD_REQUEST | Invalid value for n",
        "400 | MODEL_GONE | The model `x` does not exist",
      })
  void theWordsDecide(int status, Kind kind, String words) {
    String body = "{\"error\":{\"message\":\"" + words.replace("\"", "\\\"") + "\"}}";
    var refusal =
        RefusalReader.read(
            status, Map.of(), body.getBytes(UTF_8), QuotaCalendar.UTC, Instant.EPOCH);
    assertThat(refusal.kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "true | unknown field stream_options",
        "true | body.stream_options: extra",
        "true | 'stream_options'",
        "true | Stream_Options",
        "true | stream_options.include_usage",
        "false | my_stream_options",
        "false | stream_options2",
        "false | stream options",
        "false | x",
      })
  void aFieldIsNamedByAWordOfItsOwn(boolean named, String text) {
    assertThat(FieldWords.name(text, "stream_options")).isEqualTo(named);
  }

  @Test
  void noWordsNameAndRefuseNothing() {
    assertThat(FieldWords.name(null, "n")).isFalse();
    assertThat(FieldWords.refuse(null)).isFalse();
  }
}
