package sml.gateway.catalog.scan;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.models.ModelList;
import sml.gateway.catalog.providers.Entry;
import sml.gateway.catalog.providers.Placeholders;

/** Tries a key that is not stored. */
@Component
public final class KeyTest {
  private final Inquiry inquiry;
  private final ModelList list;
  private final Placeholders placeholders;

  KeyTest(Inquiry inquiry, ModelList list, Placeholders placeholders) {
    this.inquiry = inquiry;
    this.list = list;
    this.placeholders = placeholders;
  }

  /**
   * What the provider said to a key.
   *
   * @param ok the key may be saved
   * @param warning the provider has an outage, so the key is unproven
   */
  public record Result(boolean ok, int models, @Nullable String warning, @Nullable String error) {}

  public Result test(Entry entry, String secret) {
    var waits = placeholders.missing(entry);
    if (waits.isPresent()) {
      return new Result(false, 0, null, "set " + waits.get() + " first");
    }
    Fetched answer = inquiry.proof(entry, secret);
    if (answer.ok()) {
      return new Result(true, count(entry, answer), null, null);
    }
    // A 404 or 400 about the model, or a 429, came after the key was looked at.
    boolean looked = Inquiry.listless(entry) && answer.status() >= 400 && answer.status() < 500;
    if (looked && !answer.refused()) {
      return new Result(true, entry.spec().models().size(), answer.explain(secret), null);
    }
    return answer.outage() && answer.status() != 0
        ? new Result(true, 0, answer.explain(secret), null)
        : new Result(false, 0, null, answer.explain(secret));
  }

  private int count(Entry entry, Fetched answer) {
    if (Inquiry.listless(entry)) {
      return entry.spec().models().size();
    }
    try {
      return list.read(answer.body(), entry.spec().modelsFilter().equals("free")).size();
    } catch (IOException e) {
      return 0;
    }
  }
}
