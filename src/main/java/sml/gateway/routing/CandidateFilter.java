package sml.gateway.routing;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import sml.gateway.catalog.Model;
import sml.gateway.catalog.Provider;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.LiveStats.CooldownState;
import sml.gateway.chat.LiveStats.ModelStats;
import sml.gateway.chat.RequestProfile;

/** Says why a model cannot serve a request. */
final class CandidateFilter {
  private static final int LONG_PROMPT = 20_000;

  private final ChatRequest request;
  private final boolean toolsOnly;

  /** {@code toolsOnly} keeps only models that are known to call tools. */
  CandidateFilter(ChatRequest request, boolean toolsOnly) {
    this.request = request;
    this.toolsOnly = toolsOnly;
  }

  /** The reason to leave the model out whether it cools down or not, or null when it fits. */
  @Nullable String reason(Model model, ModelStats stats) {
    RequestProfile profile = request.profile();
    if (!model.chat()) {
      return "not a chat model";
    }
    if (excluded(model)) {
      return "excluded by the request";
    }
    if (profile.images() && !Boolean.TRUE.equals(model.vision())) {
      return "cannot see images";
    }
    if (profile.tools() && Boolean.FALSE.equals(model.tools())) {
      return "cannot call tools";
    }
    if (toolsOnly && !Boolean.TRUE.equals(model.tools())) {
      return "not known to call tools";
    }
    String size = tooLong(model, profile);
    if (size != null) {
      return size;
    }
    Duration limit = request.preferences().maxLatency();
    Duration usual = stats.usualTotal();
    if (limit != null && usual != null && usual.compareTo(limit) > 0) {
      return "usually takes %d ms, the request allows %d"
          .formatted(usual.toMillis(), limit.toMillis());
    }
    return null;
  }

  /** Why the gateway asks this provider only where a request names it, null when it need not. */
  static @Nullable String barred(Provider provider) {
    if (provider.mayBeChosen()) {
      return null;
    }
    return switch (provider.access()) {
      case RETIRED -> "its provider is retired";
      case CREDIT -> "its provider has a starting credit only, which is not switched on";
      case PAID, FREE, KEYLESS -> "its provider is paid";
    };
  }

  /** Why a model that fits may not be asked now. */
  static String cooling(CooldownState cooldown) {
    return "cooling down %s more: %s".formatted(brief(cooldown.left()), cooldown.reason());
  }

  private boolean excluded(Model model) {
    for (String name : request.preferences().exclude()) {
      if (matches(name, model)) {
        return true;
      }
    }
    return false;
  }

  /** True when {@code name}, lower case, names the model's provider, its full id or its bare id. */
  static boolean matches(String name, Model model) {
    return name.equals(model.ref().provider())
        || name.equals(model.ref().id().toLowerCase(Locale.ROOT))
        || name.equals(model.ref().model().toLowerCase(Locale.ROOT));
  }

  private static @Nullable String tooLong(Model model, RequestProfile profile) {
    int context = model.contextLength();
    if (context == 0) {
      return null;
    }
    long tokens = profile.estimatedTokens();
    long needed = Math.max(tokens + profile.maxTokens(), tokens > LONG_PROMPT ? tokens * 3 / 2 : 0);
    return context >= needed ? null : "context of " + context + " is less than " + needed;
  }

  private static String brief(Duration time) {
    return time.toSeconds() > 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }
}
