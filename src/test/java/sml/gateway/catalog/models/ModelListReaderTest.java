package sml.gateway.catalog.models;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelListReaderTest {
  private final ModelListReader list = new ModelListReader(new ObjectMapper());

  private List<ScannedModel> read(String json, boolean freeOnly) throws IOException {
    return list.read(
        json.replace('\'', '"').getBytes(UTF_8), freeOnly ? FreeModels.SHOWN : FreeModels.ALL);
  }

  private ScannedModel one(String item) throws IOException {
    return read("[" + item + "]", false).getFirst();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'object':'list','data':[{'id':'a/b:c'}]}",
        "[{'id':'a/b:c'}]",
        "['a/b:c']",
        "{'models':[{'name':'models/a/b:c'}]}",
        "{'models':[{'name':'a/b:c','model':'a/b:c','size':1}]}",
        "{'success':true,'result':[{'id':'0a-uuid','name':'a/b:c'}]}",
        "{'data':[{'id':'a/b:c'},{'id':'a/b:c'},{'id':''},{'no':'id'}]}"
      })
  void everyFormOfListIsRead(String body) throws IOException {
    assertThat(read(body, false)).extracting(ScannedModel::id).containsExactly("a/b:c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "\"text\"", "{'data':{'id':'x'}}", "<html>", ""})
  void whatIsNoListIsRefused(String body) {
    assertThatThrownBy(() -> read(body, false)).isInstanceOf(IOException.class);
  }

  @Test
  void onlyFreeModelsOfAMixedList() throws IOException {
    String body =
        """
        {'data':[{'id':'x:free'},{'id':'zero','pricing':{'prompt':'0','completion':'0'}},
        {'id':'half','pricing':{'prompt':'0','completion':'0.1'}},{'id':'unknown'}]}\
        """;
    assertThat(read(body, true)).extracting(ScannedModel::id).containsExactly("x:free", "zero");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'id':'m','context_length':1000} | 1000",
        "{'id':'m','context_window':2000} | 2000",
        "{'id':'m','max_context_length':3000} | 3000",
        "{'id':'m','max_input_tokens':4000} | 4000",
        "{'id':'m','inputTokenLimit':5000} | 5000",
        "{'id':'m','limits':{'max_input_tokens':6000}} | 6000",
        "{'id':'m','properties':[{'property_id':'context_window','value':'7000'}]} | 7000",
        "{'id':'m','providers':[{'context_length':1},{'context_length':8000}]} | 8000",
        "{'id':'m','context_length':'no'} | 0",
        "{'id':'m','context_length':-5} | 0"
      })
  void theContextIsFoundUnderEveryName(String item, int tokens) throws IOException {
    assertThat(one(item).contextLength()).isEqualTo(tokens);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'id':'m','capabilities':{'function_calling':false,'vision':true}} | false | true",
        "{'id':'qwen-x','capabilities':{'function_calling':false}} | false | ",
        "{'id':'m','supported_parameters':['tools'],'architecture':{'modality':'text->text'}} |"
            + " true | false",
        "{'id':'m','supported_parameters':['n'],'input_modalities':['text','image']}"
            + " | false | true",
        "{'id':'m','capabilities':['streaming','tool-calling']} | true | ",
        "{'id':'m'} | | ",
        "{'id':'qwen2.5-vl-72b'} | true | true",
        "{'id':'llama-3.3-70b'} | true | "
      })
  void metadataDecidesBeforeTheName(String item, Boolean tools, Boolean vision) throws IOException {
    assertThat(one(item).tools().has()).isEqualTo(tools);
    assertThat(one(item).vision().has()).isEqualTo(vision);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'id':'m','endpoints':['chat','generate']} | true",
        "{'id':'m','endpoints':['embed']} | false",
        "{'id':'m','supportedGenerationMethods':['embedContent']} | false",
        "{'id':'m','type':'chat'} | true",
        "{'id':'m','type':'rerank'} | false",
        "{'id':'m','output_modalities':['audio']} | false",
        "{'id':'m','capabilities':{'completion_chat':false}} | false",
        "{'id':'m','task':{'name':'Text Generation'}} | true",
        "{'id':'llama-guard','type':'chat'} | false"
      })
  void whatDoesNotChatIsKeptApart(String item, boolean chat) throws IOException {
    assertThat(one(item).chat()).isEqualTo(chat);
  }

  @Test
  void aModelThatIsSwitchedOffIsNotListed() throws IOException {
    assertThat(read("[{'id':'m','active':false}]", false)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0, small", "31999, small", "32000, medium", "127999, medium", "128000, large"})
  void theTierFollowsTheContext(int tokens, String tier) throws IOException {
    assertThat(one("{'id':'m','context_length':" + tokens + "}").tier()).isEqualTo(tier);
  }

  @Test
  void metadataThatIsTooLongIsDropped() throws IOException {
    assertThat(one("{'id':'m','x':'" + "y".repeat(9000) + "'}").metadata()).isEqualTo("{}");
    assertThat(one("{'id':'m','x':1}").metadata()).contains("\"x\":1");
  }
}
