package sml.gateway.translation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Answer;
import sml.gateway.chat.ErrorEnvelope;
import sml.gateway.chat.format.AnswerFormat;
import sml.gateway.chat.format.CompletionFormat;
import sml.gateway.json.RawObject;

/**
 * What the formats of other protocols have in common. It is made before the body of its request is
 * read, so that an error in the body has the right format too, and learns the rest while the
 * request is translated.
 */
abstract class TranslatedFormat implements AnswerFormat {
  private static final String ALIAS = "X-SMLGateway-Model-Alias";

  private final String id;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private final Set<String> notes = new LinkedHashSet<>();
  private String model = "sml/auto";

  /**
   * The format of one request.
   *
   * @param id of the request
   */
  TranslatedFormat(String id) {
    this.id = id;
  }

  final String id() {
    return id;
  }

  /** The model that is asked for, once the name of the client is resolved. */
  final String model() {
    return model;
  }

  /** The model that an answer names, else the one that is asked for. */
  final String modelOf(Answer.Whole answer) {
    try {
      return AnswerDelta.model(RawObject.parse(answer.json()), model);
    } catch (IOException parsedBefore) {
      throw new UncheckedIOException(parsedBefore);
    }
  }

  final void header(String name, String value) {
    headers.put(name, value);
  }

  final void note(String text) {
    notes.add(text);
  }

  /** Says which model is asked instead of the one that the client named. */
  final void asks(String named, String resolved) {
    model = resolved;
    if (!named.equals(resolved)) {
      note("`%s` stands for `%s` (sml.translation.model-aliases)".formatted(named, resolved));
      header(ALIAS, printable(named) + "=" + resolved);
    }
  }

  private static String printable(String name) {
    return name.replaceAll("[^ -~]", "?");
  }

  /** That of a chat, unless the protocol has its own. */
  @Override
  public byte[] keepAlive() {
    return CompletionFormat.CHAT.keepAlive();
  }

  /** That of a chat, unless the protocol has its own. */
  @Override
  public byte[] error(int status, ErrorEnvelope error) {
    return CompletionFormat.CHAT.error(status, error);
  }

  @Override
  public final Map<String, String> headers() {
    return headers;
  }

  @Override
  public final @Nullable String note() {
    return notes.isEmpty() ? null : String.join("; ", notes);
  }
}
