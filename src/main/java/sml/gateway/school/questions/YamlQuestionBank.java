package sml.gateway.school.questions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import sml.gateway.chat.Category;
import sml.gateway.json.ProgramFile;
import sml.gateway.json.RawObject;
import sml.gateway.school.grading.GraderFactory;
import sml.gateway.school.paper.Difficulty;
import sml.gateway.school.paper.ExamLevel;
import sml.gateway.school.paper.ExamReply;
import sml.gateway.school.paper.ExamReply.ToolCall;
import sml.gateway.school.paper.OpenQuestion;
import sml.gateway.school.paper.Question;
import sml.gateway.school.paper.Question.Turn;
import sml.gateway.school.paper.QuestionBank;
import sml.gateway.school.paper.QuestionPlaceholders;

/** The fixed bank: the data files of the levels, drawn anew for each seed. */
@Component("questionBank")
final class YamlQuestionBank implements QuestionBank {
  private final GraderFactory graderFactory;
  private final Generators generators = new Generators(new WordLists(file("words")));
  private final List<Entry> entries =
      Arrays.stream(ExamLevel.values()).flatMap(level -> Entry.read(level).stream()).toList();

  public YamlQuestionBank(GraderFactory graderFactory) {
    this.graderFactory = graderFactory;
  }

  private static JsonNode file(String name) {
    String yaml = new ProgramFile("exams/" + name + ".yaml").text();
    return RawObject.EXACT.valueToTree(
        new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml));
  }

  @Override
  public List<Question> paper(ExamLevel level, long seed, Map<String, String> wordings) {
    return entries.stream()
        .filter(entry -> level.includes(entry.level()))
        .map(entry -> question(entry, seed, wordings.getOrDefault(entry.id(), entry.prompt())))
        .toList();
  }

  @Override
  public List<OpenQuestion> open(ExamLevel level) {
    return entries.stream()
        .filter(entry -> level.includes(entry.level()))
        .filter(entry -> entry.data().at("/grader/name").asText().equals("open"))
        .map(Entry::open)
        .toList();
  }

  private Question question(Entry entry, long seed, String wording) {
    try {
      ObjectNode facts =
          generators.draw(QuestionRandom.of(seed, entry.id()), entry.data().path("generator"));
      return filled(entry, new QuestionTemplate(facts).fill(entry.asked(wording)));
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          "question " + entry.id() + ", seed " + seed + ": " + e.getMessage(), e);
    }
  }

  private Question filled(Entry entry, JsonNode data) {
    List<Turn> turns = turns(data);
    return new Question(
        entry.id(),
        entry.level(),
        entry.category(),
        entry.data().path("thai").asBoolean(),
        entry.difficulty(),
        turns,
        data.path("tools") instanceof ArrayNode tools ? tools : RawObject.EXACT.createArrayNode(),
        data.path("image").textValue(),
        text(data, "expected"),
        reply(data.path("example")),
        reply(data.path("nearMiss")),
        graderFactory.of(data.path("grader"), turns.getLast().text()));
  }

  private static List<Turn> turns(JsonNode data) {
    List<Turn> turns = new ArrayList<>();
    if (data.has("system")) {
      turns.add(new Turn("system", text(data, "system")));
    }
    for (JsonNode turn : data.path("before")) {
      turns.add(new Turn(text(turn, "role"), text(turn, "text")));
    }
    turns.add(new Turn("user", text(data, "prompt")));
    return turns;
  }

  private static ExamReply reply(JsonNode data) {
    if (!data.isObject()) {
      return ExamReply.text(data.asText());
    }
    List<ToolCall> calls = new ArrayList<>();
    for (JsonNode call : data.path("calls")) {
      calls.add(new ToolCall(text(call, "name"), call.path("arguments").toString()));
    }
    return new ExamReply("", calls);
  }

  private static String text(JsonNode data, String name) {
    if (!data.path(name).isValueNode()) {
      throw new IllegalArgumentException("no text `" + name + "`");
    }
    return data.get(name).asText().strip();
  }

  /** A text, a list of texts or nothing as a list. */
  private static List<String> texts(JsonNode data) {
    List<String> texts = new ArrayList<>();
    if (data.isTextual()) {
      texts.add(data.textValue());
    }
    data.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  /** One question as it stands in its file. */
  private record Entry(
      String id, ExamLevel level, Category category, Difficulty difficulty, ObjectNode data) {

    static List<Entry> read(ExamLevel level) {
      List<Entry> entries = new ArrayList<>();
      for (JsonNode data : file(level.id())) {
        entries.add(
            new Entry(
                text(data, "id"),
                level,
                Category.valueOf(text(data, "category").toUpperCase(Locale.ROOT)),
                Difficulty.valueOf(text(data, "difficulty").toUpperCase(Locale.ROOT)),
                (ObjectNode) data));
      }
      return entries;
    }

    String prompt() {
      return text(data, "prompt");
    }

    /** What the drawn facts are filled into. */
    ObjectNode asked(String wording) {
      ObjectNode asked = data.deepCopy().without("generator");
      return QuestionPlaceholders.in(wording).equals(QuestionPlaceholders.in(prompt()))
          ? asked.put("prompt", wording)
          : asked;
    }

    OpenQuestion open() {
      List<List<String>> wanted = new ArrayList<>();
      data.at("/grader/words").forEach(word -> wanted.add(texts(word)));
      return new OpenQuestion(
          id,
          level,
          category,
          data.path("thai").asBoolean(),
          prompt(),
          text(data.path("grader"), "rubric"),
          text(data, "example"),
          wanted,
          texts(data.at("/grader/banned")));
    }
  }
}
