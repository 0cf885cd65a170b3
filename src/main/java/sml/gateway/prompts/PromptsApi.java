package sml.gateway.prompts;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.chat.GatewayException.InvalidRequest;
import sml.gateway.chat.GatewayException.NotFound;
import sml.gateway.prompts.PromptStore.SavedPrompt;

/** {@code /v1/prompts}: lists, shows, saves, changes and removes saved prompts. */
@Component("promptsApi")
final class PromptsApi {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

  private final PromptStore store;
  private final PromptLibrary library;
  private final PromptSettings settings;

  PromptsApi(PromptStore store, PromptLibrary library, PromptSettings settings) {
    this.store = store;
    this.library = library;
    this.settings = settings;
  }

  /** A prompt to save. */
  record NewPrompt(String name, String content, @Nullable String description) {}

  /** What a prompt becomes. */
  record PromptChange(String content, @Nullable String description) {}

  /** A prompt without its text. */
  @JsonNaming(SnakeCaseStrategy.class)
  record PromptOutline(
      String name,
      @Nullable String description,
      long useCount,
      Instant createdAt,
      Instant updatedAt,
      int contentLength) {}

  record PromptOutlines(int total, List<PromptOutline> prompts) {}

  record PromptDone(boolean ok, String name) {}

  /** All of them without their texts. */
  public PromptOutlines list() {
    List<PromptOutline> prompts =
        store.all().stream()
            .map(
                prompt ->
                    new PromptOutline(
                        prompt.name(),
                        prompt.description(),
                        prompt.useCount(),
                        prompt.createdAt(),
                        prompt.updatedAt(),
                        prompt.content().length()))
            .toList();
    return new PromptOutlines(prompts.size(), prompts);
  }

  /** One of them. */
  public SavedPrompt show(@Header("name") String name) {
    requireName(name);
    return store.find(name).orElseThrow(() -> unknown(name));
  }

  /** Saves one, also in the place of the one of this name. */
  public PromptDone save(@Body NewPrompt prompt) {
    requireName(prompt.name());
    requireContent(prompt.content());
    if (!store.save(prompt.name(), prompt.content(), prompt.description(), settings.most())) {
      throw new InvalidRequest(
          "There are " + settings.most() + " saved prompts already; delete one first.", "name");
    }
    library.renew();
    return new PromptDone(true, prompt.name());
  }

  /** Changes one; without a description it has none any more. */
  public PromptDone change(@Header("name") String name, @Body PromptChange change) {
    requireName(name);
    requireContent(change.content());
    if (!store.change(name, change.content(), change.description())) {
      throw unknown(name);
    }
    library.renew();
    return new PromptDone(true, name);
  }

  /** Removes one. */
  public PromptDone remove(@Header("name") String name) {
    requireName(name);
    if (!store.remove(name)) {
      throw unknown(name);
    }
    library.renew();
    return new PromptDone(true, name);
  }

  private static void requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new InvalidRequest(
          "`name` must be 1 to 64 letters, digits, `_` and `-`, the first a letter or digit.",
          "name");
    }
  }

  private void requireContent(String content) {
    if (content.isBlank() || content.indexOf('\0') >= 0) {
      throw new InvalidRequest("`content` must be a text that is not empty.", "content");
    }
    if (content.length() > settings.longest()) {
      throw new InvalidRequest(
          "`content` is longer than " + settings.longest() + " characters.", "content");
    }
  }

  private static NotFound unknown(String name) {
    return new NotFound(
        "The saved prompt `%s` does not exist.".formatted(name), "name", "prompt_not_found");
  }
}
