package sml.gateway.school.questions;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.springframework.core.io.ClassPathResource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import sml.gateway.json.RawObject;

/** Reads the YAML files of the bank. */
final class QuestionFile {
  private QuestionFile() {}

  /** The tree of {@code exams/<name>.yaml}. */
  static JsonNode read(String name) {
    String path = "exams/" + name + ".yaml";
    try (InputStream in = new ClassPathResource(path).getInputStream()) {
      Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
      return RawObject.EXACT.valueToTree(tree);
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be read", e);
    }
  }
}
