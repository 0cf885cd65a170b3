package sml.gateway.school.grading;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.util.Optional;
import java.util.Set;
import sml.gateway.school.paper.ExamReply;
import sml.gateway.school.paper.Grader;
import sml.gateway.school.paper.GraderMark;

/**
 * Right is JSON that keeps the schema (2020-12) and has the wanted values, see {@link JsonMatch}. A
 * code fence around it is always fine; prose around it only where the question allows it.
 */
final class JsonGrader implements Grader {
  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(VersionFlag.V202012);

  private final JsonSchema schema;
  private final JsonNode values;
  private final boolean prose;

  JsonGrader(JsonNode schema, JsonNode values, boolean prose) {
    this.schema = SCHEMAS.getSchema(schema);
    this.values = values;
    this.prose = prose;
  }

  @Override
  public GraderMark grade(ExamReply reply) {
    Optional<JsonNode> json = prose ? JsonText.within(reply.text()) : JsonText.alone(reply.text());
    if (json.isEmpty()) {
      return new GraderMark.Wrong(prose ? "holds no single JSON" : "is not JSON and nothing else");
    }
    Set<ValidationMessage> faults = schema.validate(json.get());
    if (!faults.isEmpty()) {
      return new GraderMark.Wrong(faults.iterator().next().getMessage());
    }
    return JsonMatch.difference(values, json.get(), "")
        .<GraderMark>map(GraderMark.Wrong::new)
        .orElse(new GraderMark.Right("keeps the schema and has the values"));
  }
}
