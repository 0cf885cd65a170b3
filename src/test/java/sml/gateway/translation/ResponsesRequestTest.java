package sml.gateway.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;
import sml.gateway.chat.GatewayException.InvalidRequest;
import sml.gateway.translation.TranslatedAnswersTest.EmptyRegistry;

/** Requests of OpenAI's Responses as chat requests, and the tools that come back in the answer. */
class ResponsesRequestTest {
  private static final NamedItems NAMED =
      new NamedItems(
          new TranslationSettings(List.of(), 100, Duration.ofHours(1), DataSize.ofMegabytes(1)));
  private static final ModelAliases ALIASES =
      new ModelAliases(
          new TranslationSettings(
              List.of("gpt-*=sml/auto"), 100, Duration.ofHours(1), DataSize.ofMegabytes(1)),
          new EmptyRegistry());

  private final ResponsesFormat format = new ResponsesFormat("r1", Instant.EPOCH, NAMED);

  private JsonNode chat(String request) {
    ObjectNode body = (ObjectNode) ReceivedMessage.parse(request.replace('\'', '"'));
    return new ResponsesRequest(body, format, ALIASES).translate();
  }

  private static JsonNode json(String json) {
    return ReceivedMessage.parse(json.replace('\'', '"'));
  }

  @Test
  void aPlainRequestKeepsItsFields() {
    assertThat(
            chat(
                """
                {'model':'gpt-5','input':'Hi','instructions':'Be terse.','store':true,'stream':true,
                 'max_output_tokens':9,'temperature':0.50,'reasoning':{'effort':'low'},
                 'include':['reasoning.encrypted_content'],'metadata':{'a':'b'},
                 'parallel_tool_calls':true,'text':{'format':{'type':'json_schema','name':'n',
                 'schema':{'type':'object'},'strict':true},'verbosity':'low'}}\
                """))
        .isEqualTo(
            json(
                """
                {'model':'sml/auto','messages':[{'role':'system','content':'Be terse.'},
                 {'role':'user','content':'Hi'}],'temperature':0.50,'stream':true,
                 'stream_options':{'include_usage':true},'max_completion_tokens':9,
                 'reasoning_effort':'low','response_format':{'type':'json_schema','json_schema':
                 {'name':'n','schema':{'type':'object'},'strict':true}}}\
                """));
    ObjectNode response = format.response("m", "completed");
    assertThat(response.path("store").asBoolean(true)).isFalse();
    assertThat(response.at("/metadata/a").asText()).isEqualTo("b");
    assertThat(response.at("/text/verbosity").asText()).isEqualTo("low");
    assertThat(format.headers()).containsEntry("X-SMLGateway-Model-Alias", "gpt-5=sml/auto");
  }

  @Test
  void whatOneTurnMadeStandsInOneMessage() {
    assertThat(
            chat("""
            {'input':[{'role':'developer','content':[{'type':'input_text','text':'D'}]},
             {'type':'message','role':'user','content':[{'type':'input_text','text':'Hi'},
              {'type':'input_image','image_url':'data:x','detail':'low'}]},
             {'type':'reasoning','id':'rs','summary':[{'type':'summary_text','text':'Hm'}],
              'encrypted_content':null},
             {'type':'message','role':'assistant','content':[{'type':'output_text',
              'text':'Looking.','annotations':[]}]},
             {'type':'function_call','call_id':'a','name':'look','arguments':'{}'},
             {'type':'function_call','call_id':'b','name':'look','arguments':'{}'},
             {'type':'function_call_output','call_id':'a','output':'one'},
             {'type':'function_call_output','call_id':'b','output':[
              {'type':'input_text','text':'two'},
              {'type':'input_image','image_url':'data:y'}]},
             {'type':'web_search_call','id':'w'},
             {'role':'user','content':'And?'}]}\
            """)
                .path("messages"))
        .isEqualTo(
            json(
                """
                [{'role':'system','content':'D'},
                 {'role':'user','content':[{'type':'text','text':'Hi'},{'type':'image_url',
                  'image_url':{'url':'data:x','detail':'low'}}]},
                 {'role':'assistant','reasoning_content':'Hm','content':'Looking.','tool_calls':[
                  {'id':'a','type':'function','function':{'name':'look','arguments':'{}'}},
                  {'id':'b','type':'function','function':{'name':'look','arguments':'{}'}}]},
                 {'role':'tool','tool_call_id':'a','content':'one'},
                 {'role':'tool','tool_call_id':'b','content':'two'},
                 {'role':'user','content':[{'type':'image_url','image_url':{'url':'data:y'}}]},
                 {'role':'user','content':'And?'}]\
                """));
  }

  @Test
  void logprobsAreAskedForWhereTheyAreIncluded() {
    JsonNode chat =
        chat("{'input':'x','include':['message.output_text.logprobs'],'top_logprobs':2}");
    assertThat(chat.path("logprobs").asBoolean()).isTrue();
    assertThat(chat.path("top_logprobs").asInt()).isEqualTo(2);
    assertThat(chat("{'input':'x','include':['reasoning.encrypted_content']}").has("logprobs"))
        .isFalse();
  }

  @Test
  void anItemThatWasSentCanBeNamedInPlaceOfSendingItAgain() {
    var script = new AnswerScript();
    script.say("Hello.");
    script.end("stop");
    chat("{'input':'x'}");
    AnswerScript.received(format.events(), script.chunks, AnswerScript::end);
    assertThat(
            chat("{'input':[{'type':'item_reference','id':'msg_r1_0'}]}")
                .at("/messages/0/content")
                .asText())
        .isEqualTo("Hello.");
  }

  @Test
  void anItemOfAClientThatDidNotWantItStoredIsForgotten() {
    var script = new AnswerScript();
    script.say("Hello.");
    var unstored = new ResponsesFormat("r2", Instant.EPOCH, NAMED);
    unstored.echo((ObjectNode) json("{'store':false}"));
    unstored.whole(script.whole());
    assertThat(NAMED.find("msg_r2_0")).isNull();
    unstored.echo((ObjectNode) json("{'store':true}"));
    unstored.whole(script.whole());
    assertThat(NAMED.find("msg_r2_0")).isNotNull();
  }

  @Test
  void argumentsThatAreSentAsAnObjectAreKept() {
    JsonNode chat =
        chat(
            "{'input':[{'type':'function_call','call_id':'a','name':'f','arguments':{'n':1.50}}]}");
    assertThat(chat.at("/messages/0/tool_calls/0/function/arguments").asText())
        .isEqualTo("{\"n\":1.50}");
  }

  private static final String CODEX_TOOLS =
      """
      'tools':[{'type':'function','name':'shell','strict':false,'parameters':{'type':'object'}},
       {'type':'custom','name':'apply_patch','description':'Edits.','format':{'type':'grammar',
        'syntax':'lark','definition':'start: x'}},
       {'type':'namespace','name':'mcp__a','tools':[{'type':'function','name':'shell'},
        {'type':'function','name':'list','strict':true}]},
       {'type':'web_search'}]
      """;

  @Test
  void everyToolBecomesAFunctionAndIsKnownByItsOwnNameAgain() {
    JsonNode chat = chat("{'input':'x'," + CODEX_TOOLS + "}");
    assertThat(chat.path("tools").findValuesAsText("name"))
        .containsExactly("shell", "apply_patch", "mcp__a__shell", "list");
    assertThat(chat.at("/tools/1/function/description").asText()).contains("Edits.", "start: x");
    assertThat(chat.at("/tools/0/function").has("strict")).isFalse();
    assertThat(chat.at("/tools/3/function/strict").asBoolean()).isTrue();
    assertThat(format.note()).contains("`web_search`");
    ResponsesTools tools = format.tools();
    assertThat(tools.tool("mcp__a__shell"))
        .isEqualTo(new ResponsesTools.ToolName("mcp__a", "shell", false));
    assertThat(tools.chatName("mcp__a", "shell")).isEqualTo("mcp__a__shell");
    assertThat(tools.chatName("mcp__a", "list")).isEqualTo("list");
    assertThat(tools.chatName(null, "shell")).isEqualTo("shell");
  }

  @Test
  void theFreeTextOfACustomToolMakesTheWholeRoundTrip() {
    String patch = "*** Begin\n+\"สวัสดี\"\n";
    String input = RawText.escaped(patch);
    JsonNode chat =
        chat(
            "{"
                + CODEX_TOOLS
                + ",'input':[{'type':'custom_tool_call','call_id':'c','name':'apply_patch',"
                + "'input':"
                + input
                + "},{'type':'custom_tool_call_output','call_id':'c','output':'ok'}]}");
    JsonNode call = chat.at("/messages/0/tool_calls/0");
    String arguments = call.at("/function/arguments").asText();
    assertThat(ReceivedMessage.parse(arguments).path("input").asText()).isEqualTo(patch);
    ObjectNode item =
        OutputItems.call("i", "completed", "c", format.tools().tool("apply_patch"), arguments);
    assertThat(item.path("type").asText()).isEqualTo("custom_tool_call");
    assertThat(item.path("input").asText()).isEqualTo(patch);
    assertThat(chat.at("/messages/1/content").asText()).isEqualTo("ok");
  }

  /** Text as JSON that survives the change of quotes. */
  private static final class RawText {
    private static String escaped(String text) {
      return "'" + text.replace("\\", "\\\\").replace("\n", "\\n").replace("\"", "\\u0022") + "'";
    }
  }

  @Test
  void onlyAllowedToolsAreOffered() {
    JsonNode chat =
        chat(
            "{'input':'x',"
                + CODEX_TOOLS
                + ",'parallel_tool_calls':false,'tool_choice':{'type':'allowed_tools',"
                + "'mode':'required','tools':[{'type':'function','name':'list'}]}}");
    assertThat(chat.path("tools").findValuesAsText("name")).containsExactly("list");
    assertThat(chat.path("tool_choice").asText()).isEqualTo("required");
    assertThat(chat.path("parallel_tool_calls")).isEqualTo(json("false"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | input",
        "{'input':[]} | input",
        "{'input':7} | input",
        "{'input':'x','previous_response_id':'resp_1'} | previous_response_id",
        "{'input':'x','conversation':'c'} | conversation",
        "{'input':'x','prompt':{'id':'p'}} | prompt",
        "{'input':'x','background':true} | background",
        "{'input':'x','max_output_tokens':'9'} | max_output_tokens",
        "{'input':'x','max_output_tokens':0} | max_output_tokens",
        "{'input':'x','instructions':7} | instructions",
        "{'input':'x','text':'json'} | text",
        "{'input':'x','reasoning':'low'} | reasoning",
        "{'input':'x','tools':{}} | tools",
        "{'input':'x','tools':['a']} | tools[0]",
        "{'input':'x','tools':[{'type':'namespace','name':'n','tools':[{'type':'function'}]}]}"
            + " | tools[0].tools[0].name",
        "{'input':'x','tool_choice':{'type':'allowed_tools','tools':[{'name':'f'}]}} | tool_choice",
        "{'input':'x','text':{'format':{'type':'json_schema','name':'n'}}} | text.format.schema",
        "{'input':'x','tool_choice':{'type':'function','name':'f'}} | tool_choice",
        "{'input':'x','tool_choice':true} | tool_choice",
        "{'input':'x','metadata':'m'} | metadata",
        "{'input':'x','stream':'yes'} | stream",
        "{'input':'x','tools':[{'type':'function','function':{'name':'f'}}]} | tools[0].name",
        "{'input':[{'type':'item_reference','id':'i'}]} | input[0]",
        "{'input':[{'role':'user','content':[{'type':'input_file','file_id':'f'}]}]} |"
            + " input[0].content[0]",
        "{'input':[{'role':'x','content':'x'}]} | input[0].role",
        "{'input':'x','text':{'format':{'type':'grammar'}}} | text.format.type",
      })
  void whatCannotBeTranslatedIsRefusedByItsPlace(String body, String place) {
    String json = body.replace('\'', '"');
    assertThatThrownBy(() -> chat(json))
        .isInstanceOfSatisfying(
            InvalidRequest.class, wrong -> assertThat(wrong.param()).isEqualTo(place));
  }
}
