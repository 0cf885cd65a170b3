package sml.gateway.dashboard;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.messageresolver.AbstractMessageResolver;

/** The texts of the pages, one file per language; {@code {0}} stands for the first parameter. */
@Component("pageTexts")
final class PageTexts extends AbstractMessageResolver {
  private final Map<String, Map<String, String>> byLanguage;

  PageTexts() {
    byLanguage = Visitor.LANGUAGES.stream().collect(Collectors.toMap(one -> one, PageTexts::read));
  }

  private static Map<String, String> read(String language) {
    Properties texts = new Properties();
    ClassPathResource file = new ClassPathResource("pages/messages_" + language + ".properties");
    try (Reader reader = new InputStreamReader(file.getInputStream(), StandardCharsets.UTF_8)) {
      texts.load(reader);
    } catch (IOException missing) {
      throw new IllegalStateException(missing);
    }
    Map<String, String> sorted = new TreeMap<>();
    texts.stringPropertyNames().forEach(key -> sorted.put(key, texts.getProperty(key)));
    return Map.copyOf(sorted);
  }

  /** Every text of a language by its key. */
  Map<String, String> all(String language) {
    return byLanguage.getOrDefault(language, Map.of());
  }

  /** The text with its parameters filled in; the key in question marks when there is none. */
  String text(String language, String key, Object... parameters) {
    String text = all(language).get(key);
    if (text == null) {
      return "??" + key + "??";
    }
    for (int i = 0; i < parameters.length; i++) {
      text = text.replace("{" + i + "}", String.valueOf(parameters[i]));
    }
    return text;
  }

  @Override
  public String resolveMessage(
      ITemplateContext context,
      @Nullable Class<?> origin,
      String key,
      Object @Nullable [] parameters) {
    Object[] given = parameters == null ? new Object[0] : parameters;
    return text(context.getLocale().getLanguage(), key, given);
  }

  @Override
  public String createAbsentMessageRepresentation(
      ITemplateContext context,
      @Nullable Class<?> origin,
      String key,
      Object @Nullable [] parameters) {
    return "??" + key + "??";
  }
}
