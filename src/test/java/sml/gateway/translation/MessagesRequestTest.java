package sml.gateway.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;
import sml.gateway.chat.GatewayException.InvalidRequest;
import sml.gateway.translation.TranslatedAnswersTest.EmptyRegistry;

/** Requests of Anthropic's protocol as chat requests. */
class MessagesRequestTest {
  private static final ModelAliases ALIASES =
      new ModelAliases(
          new TranslationSettings(
              List.of("claude-*=sml/auto"), 100, Duration.ofHours(1), DataSize.ofMegabytes(1)),
          new EmptyRegistry());

  private final MessagesFormat format = new MessagesFormat("r1");

  private JsonNode chat(String request) {
    ObjectNode body = (ObjectNode) ReceivedMessage.parse(request.replace('\'', '"'));
    return new MessagesRequest(body, format, ALIASES, 100).translate();
  }

  private JsonNode messages(String messages) {
    return chat("{'model':'m','max_tokens':9,'messages':" + messages + "}").path("messages");
  }

  private static JsonNode json(String json) {
    return ReceivedMessage.parse(json.replace('\'', '"'));
  }

  @Test
  void aPlainRequestKeepsItsFields() {
    assertThat(
            chat(
                """
                {'model':'m','max_tokens':9,'temperature':0.50,'top_p':0.9,'top_k':4,'stream':true,
                 'stop_sequences':['END'],'metadata':{'user_id':'u'},'thinking':{'type':'adaptive'},
                 'system':'Be terse.','messages':[{'role':'user','content':'Hi'}],'prefer':'groq'}\
                """))
        .isEqualTo(
            json(
                """
                {'model':'m','messages':[{'role':'system','content':'Be terse.'},
                 {'role':'user','content':'Hi'}],'max_tokens':9,'temperature':0.50,'top_p':0.9,
                 'top_k':4,'stream':true,'stream_options':{'include_usage':true},'prefer':'groq',
                 'stop':['END']}\
                """));
    assertThat(format.note()).isNull();
  }

  @Test
  void aLimitThatFewModelsCanKeepIsLowered() {
    String request = "{'max_tokens':%s,'messages':[{'role':'user','content':'Hi'}]}";
    assertThat(chat(request.formatted("100")).path("max_tokens").asInt()).isEqualTo(100);
    assertThat(format.note()).isNull();
    assertThat(chat(request.formatted("128000")).path("max_tokens").asInt()).isEqualTo(100);
    assertThat(format.note()).isEqualTo("max_tokens 128000 is more than 100");
    assertThat(chat(request.formatted("1e19")).path("max_tokens").asInt()).isEqualTo(100);
  }

  @Test
  void aSystemArrayIsOneMessageAndCacheMarksAreNotPassedOn() {
    JsonNode chat =
        chat(
            """
            {'system':[{'type':'text','text':'One.','cache_control':{'type':'ephemeral'}},
             {'type':'text','text':'Two.'}],'messages':[{'role':'user','content':[
             {'type':'text','text':'Hi','cache_control':{'type':'ephemeral'}}]}]}\
            """);
    assertThat(chat.at("/messages/0/content").asText()).isEqualTo("One.\n\nTwo.");
    assertThat(chat.at("/messages/1/content").asText()).isEqualTo("Hi");
    assertThat(chat.has("model")).isFalse();
  }

  @Test
  void resultsOfToolsComeBeforeWhatTheUserSays() {
    assertThat(
            messages(
                """
                [{'role':'assistant','content':[{'type':'thinking','thinking':'Hm','signature':''},
                  {'type':'redacted_thinking','data':'x'},{'type':'text','text':'Looking.'},
                  {'type':'tool_use','id':'a','name':'look','input':{'n':1.50}},
                  {'type':'tool_use','id':'b','name':'look','input':{}}]},
                 {'role':'user','content':[{'type':'text','text':'And?'},
                  {'type':'tool_result','tool_use_id':'a','content':'one'},
                  {'type':'tool_result','tool_use_id':'b','is_error':true,'content':[
                   {'type':'text','text':'two'},{'type':'image','source':{'type':'base64',
                    'media_type':'image/png','data':'AAAA'}}]}]}]\
                """))
        .isEqualTo(
            json(
                """
                [{'role':'assistant','content':'Looking.','reasoning_content':'Hm','tool_calls':[
                  {'id':'a','type':'function','function':{'name':'look',
                   'arguments':'{\\\\'n\\\\':1.50}'}},
                  {'id':'b','type':'function','function':{'name':'look','arguments':'{}'}}]},
                 {'role':'tool','tool_call_id':'a','content':'one'},
                 {'role':'tool','tool_call_id':'b','content':'Error: two'},
                 {'role':'user','content':[{'type':'text','text':'And?'},{'type':'image_url',
                  'image_url':{'url':'data:image/png;base64,AAAA'}}]}]\
                """
                    .replace("\\\\'", "\\'")));
  }

  @Test
  void picturesAndDocumentsBecomePartsOfAChatMessage() {
    assertThat(
            messages(
                """
                [{'role':'user','content':[
                  {'type':'image','source':{'type':'url','url':'https://x/y.png'}},
                  {'type':'document','title':'T','source':{'type':'text','data':'words'}},
                  {'type':'document','source':{'type':'base64','media_type':'application/pdf',
                   'data':'JVBE'}},
                  {'type':'text','text':'What is it?'}]}]\
                """))
        .isEqualTo(
            json(
                """
                [{'role':'user','content':[
                  {'type':'image_url','image_url':{'url':'https://x/y.png'}},
                  {'type':'text','text':'T\\n\\nwords'},
                  {'type':'file','file':{'filename':'document.pdf',
                   'file_data':'data:application/pdf;base64,JVBE'}},
                  {'type':'text','text':'What is it?'}]}]\
                """));
  }

  @Test
  void toolsBecomeFunctionsAndThoseOfAnthropicsServersAreLeftOut() {
    JsonNode chat =
        chat(
            """
            {'messages':[{'role':'user','content':'x'}],'tools':[
             {'name':'look','description':'d','input_schema':{'type':'object'},
              'cache_control':{'type':'ephemeral'}},
             {'type':'web_search_20250305','name':'web_search'}],
             'tool_choice':{'type':'tool','name':'look','disable_parallel_tool_use':true}}\
            """);
    assertThat(chat.path("tools"))
        .isEqualTo(
            json(
                """
                [{'type':'function','function':{'name':'look','description':'d',
                  'parameters':{'type':'object'}}}]\
                """));
    assertThat(chat.path("tool_choice"))
        .isEqualTo(json("{'type':'function','function':{'name':'look'}}"));
    assertThat(chat.path("parallel_tool_calls")).isEqualTo(json("false"));
    assertThat(format.note()).contains("web_search_20250305");
  }

  @ParameterizedTest
  @CsvSource({"auto,auto", "any,required", "none,none"})
  void aChoiceOfToolsHasItsOwnWord(String anthropic, String chat) {
    String body =
        "{'messages':[{'role':'user','content':'x'}],'tools':[{'name':'t'}],'tool_choice':{'type':'"
            + anthropic
            + "'}}";
    assertThat(chat(body).path("tool_choice").asText()).isEqualTo(chat);
  }

  @Test
  void aSchemaForTheAnswerIsPassedOn() {
    JsonNode chat =
        chat(
            """
            {'messages':[{'role':'user','content':'x'}],'output_config':{'format':
             {'type':'json_schema','schema':{'type':'object'}}}}\
            """);
    assertThat(chat.at("/response_format/json_schema/schema")).isEqualTo(json("{'type':'object'}"));
  }

  @Test
  void aBuiltInNameIsResolvedAndSaid() {
    JsonNode chat = chat("{'model':'claude-ไ','messages':[{'role':'user','content':'x'}]}");
    assertThat(chat.path("model").asText()).isEqualTo("sml/auto");
    assertThat(format.note()).contains("`claude-ไ` stands for `sml/auto`");
    assertThat(format.headers())
        .containsEntry("X-SMLGateway-Model-Alias", "claude-?=sml/auto")
        .containsEntry("request-id", "r1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | messages",
        "{'messages':[]} | messages",
        "{'messages':'x'} | messages",
        "{'model':7,'messages':[{'role':'user','content':'x'}]} | model",
        "{'messages':[{'role':'user'}]} | messages.0.content",
        "{'messages':[{'role':'tool','content':'x'}]} | messages.0.role",
        "{'messages':[{'role':'user','content':[{'type':'new'}]}]} | messages.0.content.0",
        "{'messages':[{'role':'assistant','content':[{'type':'tool_use','input':7}]}]} |"
            + " messages.0.content.0.input",
        "{'messages':[{'role':'user','content':'x'}],'tools':[{'input_schema':{}}]} |"
            + " tools.0.name",
        "{'max_tokens':'9','messages':[{'role':'user','content':'x'}]} | max_tokens",
        "{'max_tokens':1e400,'messages':[{'role':'user','content':'x'}]} | max_tokens",
        "{'stop_sequences':'x','messages':[{'role':'user','content':'x'}]} | stop_sequences",
        "{'tool_choice':'auto','messages':[{'role':'user','content':'x'}]} | tool_choice",
        "{'tools':[{'name':'a'}],'tool_choice':{'type':'tool','name':'b'},"
            + "'messages':[{'role':'user','content':'x'}]} | tool_choice.name",
        "{'thinking':true,'messages':[{'role':'user','content':'x'}]} | thinking",
        "{'system':7,'messages':[{'role':'user','content':'x'}]} | system",
      })
  void whatCannotBeTranslatedIsRefusedByItsPlace(String body, String place) {
    String json = body.replace('\'', '"');
    assertThatThrownBy(() -> chat(json))
        .isInstanceOfSatisfying(
            InvalidRequest.class, wrong -> assertThat(wrong.param()).isEqualTo(place));
  }
}
