package sml.gateway.dashboard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;
import sml.gateway.dashboard.live.PageParts;
import sml.gateway.network.HttpCall;
import sml.gateway.network.HttpReply;

/** Makes a page of a template and of what the operations of the API answer. */
@Component("pageRenderer")
final class PageRenderer {
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self';"
          + " font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
  private static final TypeReference<List<Map<String, Object>>> ROWS = new TypeReference<>() {};
  private static final String SCRIPT_TEXTS = "js.";

  private final TemplateEngine engine = new TemplateEngine();
  private final PageTexts texts;
  private final GatewaySentences sentences;
  private final PageAssets assets;
  private final ObjectMapper json;

  PageRenderer(PageTexts texts, GatewaySentences sentences, PageAssets assets, ObjectMapper json) {
    this.texts = texts;
    this.sentences = sentences;
    this.assets = assets;
    this.json = json;
    ClassLoaderTemplateResolver resolver =
        new ClassLoaderTemplateResolver(PageRenderer.class.getClassLoader());
    resolver.setPrefix("pages/");
    resolver.setSuffix(".html");
    resolver.setTemplateMode(TemplateMode.HTML);
    resolver.setCharacterEncoding("UTF-8");
    resolver.setCacheable(true);
    engine.setTemplateResolver(resolver);
    engine.setMessageResolver(texts);
  }

  /** What an operation answers, as a reader of its JSON sees it. */
  Map<String, Object> object(Object answer) {
    return read(answer, OBJECT);
  }

  /** The same for an answer that is a list of objects. */
  List<Map<String, Object>> rows(Object answer) {
    return read(answer, ROWS);
  }

  /** The list of objects that an answer has under {@code member}. */
  List<Map<String, Object>> rows(Object answer, String member) {
    return rows(object(answer).getOrDefault(member, List.of()));
  }

  /** A value of an answer as JSON, for a script. */
  String json(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private <T> T read(Object answer, TypeReference<T> type) {
    try {
      return json.readValue(json.writeValueAsBytes(answer), type);
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }

  /** The page {@code name}, which sees {@code data} by its keys. */
  HttpReply render(HttpCall call, int status, String name, Map<String, ?> data) {
    Visitor visitor = Visitor.of(call);
    Context context = new Context(Locale.forLanguageTag(visitor.language()));
    context.setVariable("page", name);
    context.setVariable("language", visitor.language());
    context.setVariable("theme", visitor.theme());
    context.setVariable("languages", links(call, "lang", Visitor.LANGUAGES));
    context.setVariable("themes", links(call, "theme", Visitor.THEMES));
    context.setVariable("assets", assets.folder());
    context.setVariable("words", scriptTexts(visitor.language()));
    context.setVariable("f", format(visitor.language()));
    data.forEach(context::setVariable);
    String html = PageParts.fingerprinted(engine.process(name, context));
    return reply(status, visitor, html);
  }

  private PageFormat format(String language) {
    return new PageFormat(
        key -> texts.text(language, key), sentence -> sentences.in(language, sentence));
  }

  private static HttpReply reply(int status, Visitor visitor, String html) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("content-type", "text/html; charset=utf-8");
    headers.put("content-language", visitor.language());
    headers.put("cache-control", "no-store");
    headers.put("vary", "accept-language, cookie");
    headers.put("content-security-policy", POLICY);
    headers.put("referrer-policy", "no-referrer");
    headers.put("x-content-type-options", "nosniff");
    if (visitor.chosen()) {
      headers.put("set-cookie", visitor.keep());
    }
    byte[] bytes = html.getBytes(StandardCharsets.UTF_8);
    return new HttpReply(status, headers, new HttpReply.Bytes(bytes));
  }

  private static Map<String, String> links(HttpCall call, String name, List<String> values) {
    Map<String, String> links = new LinkedHashMap<>();
    values.forEach(value -> links.put(value, Visitor.link(call, name, value)));
    return links;
  }

  /** The texts that the script shows, as a JSON object. */
  private String scriptTexts(String language) {
    Map<String, String> found = new TreeMap<>();
    texts
        .all(language)
        .forEach(
            (key, text) -> {
              if (key.startsWith(SCRIPT_TEXTS)) {
                found.put(key.substring(SCRIPT_TEXTS.length()), text);
              }
            });
    return json(found);
  }
}
