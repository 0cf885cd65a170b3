package sml.gateway.testkit.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sml.gateway.testkit.provider.Asking.json;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class StrictProvidersTest {
  private static final String USER = "{'role':'user','content':'Hi'}";

  private final SimulatedProvider provider = SimulatedProvider.start();
  private final Asking asking = new Asking(provider);

  @AfterEach
  void stop() {
    provider.close();
    asking.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mistral", "gemini", "groq", "cerebras", "cohere"})
  void aPlainRequestIsAnsweredByAllOfThem(String whose) throws Exception {
    assertThat(ask(whose, USER, "'temperature':0.5,'max_tokens':9").statusCode()).isEqualTo(200);
    assertThat(ask(whose, USER, "'tools':[],'tool_choice':'auto'").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          gemini   | 'store':false               | Unknown name "store": Cannot find field.
          gemini   | 'seed':1                    | Unknown name "seed"
          gemini   | 'extra_body':{}             | Unknown name "extra_body"
          groq     | 'logprobs':true             | property 'logprobs' is unsupported
          groq     | 'top_logprobs':1            | property 'top_logprobs' is unsupported
          groq     | 'logit_bias':{}             | property 'logit_bias' is unsupported
          groq     | 'n':2                       | property 'n' is unsupported
          cerebras | 'parallel_tool_calls':false | parallel_tool_calls is not supported
          cerebras | 'service_tier':'auto'       | service_tier is not supported
          cerebras | 'presence_penalty':0        | presence_penalty is not supported
          cohere   | 'stream_options':{}         | unsupported parameter stream_options
          cohere   | 'n':1                       | unsupported parameter n
          cohere   | 'user':'u'                  | unsupported parameter user
          """)
  void aParameterIsRefusedInTheProvidersWords(String whose, String more, String message)
      throws Exception {
    var refused = ask(whose, USER, more);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(json(refused.body()).findValue("message").asText()).contains(message);
  }

  @Test
  void theErrorHasTheProvidersShape() throws Exception {
    assertThat(
            json(ask("gemini", USER, "'seed':1,'top_k':2").body()).at("/0/error/status").asText())
        .isEqualTo("INVALID_ARGUMENT");
    assertThat(json(ask("groq", USER, "'logit_bias':{}").body()).at("/error/type").asText())
        .isEqualTo("invalid_request_error");
    assertThat(json(ask("cerebras", USER, "'logit_bias':{}").body()).path("type").asText())
        .isEqualTo("invalid_request_error");
    assertThat(json(ask("cohere", USER, "'logit_bias':{}").body()).fieldNames())
        .toIterable()
        .containsExactly("id", "message");
  }

  @Test
  void groqRefusesNamesExceptOfTools() throws Exception {
    String named = "{'role':'user','name':'a','content':'Hi'}";
    String tool = "{'role':'tool','name':'a','tool_call_id':'x','content':'Hi'}";
    String nulls = "{'role':'assistant','content':'Hi','function_call':null}";
    assertThat(ask("groq", named, "'n':1").statusCode()).isEqualTo(400);
    assertThat(ask("groq", nulls, "'n':1").statusCode()).isEqualTo(400);
    assertThat(ask("groq", tool, "'n':1").statusCode()).isEqualTo(200);
  }

  @Test
  void cerebrasRefusesForeignThoughtsInTheHistory() throws Exception {
    String thought = "{'role':'assistant','content':'Hi','reasoning_content':'so'}," + USER;
    assertThat(ask("cerebras", thought, "'n':1").body()).contains("reasoning_content");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'stream_options':{}         | stream_options
          'max_completion_tokens':5   | max_completion_tokens
          'seed':5                    | seed
          'metadata':{}               | metadata
          """)
  void mistralForbidsEveryKeyItDoesNotKnow(String more, String key) throws Exception {
    var refused = ask("mistral", USER, more);
    assertThat(refused.statusCode()).isEqualTo(422);
    var detail = json(refused.body()).at("/message/detail/0");
    assertThat(detail.path("type").asText()).isEqualTo("extra_forbidden");
    assertThat(detail.path("loc").toString()).isEqualTo("[\"body\",\"" + key + "\"]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {'role':'user','name':'a','content':'x'}                              | 422 |
          {'role':'user','tool_calls':null,'content':'x'}                       | 422 |
          {'role':'assistant','content':'x','reasoning_content':'y'},USER       | 422 |
          {'role':'developer','content':'x'},USER                               | 422 |
          {'role':'tool','tool_call_id':'call_1','content':'x'}                 | 400 | 3280
          {'role':'assistant','tool_calls':[{'id':'call_1'}]},USER              | 400 | 3280
          {'role':'tool','tool_call_id':'abcDEF123','content':'x'},USER         | 400 | 3230
          USER,{'role':'assistant','content':'x'}                               | 400 | 3230
          USER,{'role':'assistant','content':''},USER                           | 400 |
          USER,{'role':'assistant','content':'x','prefix':true}                 | 200 |
          {'role':'tool','tool_call_id':'abcDEF123','name':'a','content':'x'}   | 200 |
          USER,{'role':'assistant','content':'x'},USER                          | 200 |
          """)
  void mistralChecksTheMessages(String messages, int status, String code) throws Exception {
    var answer = ask("mistral", messages.replace("USER", USER), "'n':1");
    assertThat(answer.statusCode()).isEqualTo(status);
    if (code != null) {
      assertThat(json(answer.body()).path("code").asText()).isEqualTo(code);
    }
  }

  @Test
  void aModelNameCanBeStrict() throws Exception {
    assertThat(asking.post(body("x+strict=cohere+words=1", USER, "'n':1")).statusCode())
        .isEqualTo(400);
    assertThatThrownBy(() -> Behaviour.healthy().strict("unknown"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private HttpResponse<String> ask(String whose, String messages, String more) throws Exception {
    provider.model(whose, Behaviour.healthy().strict(whose));
    return asking.post(body(whose, messages, more));
  }

  private static String body(String model, String messages, String more) {
    return "{'model':'%s','messages':[%s],%s}".formatted(model, messages, more).replace('\'', '"');
  }
}
