package sml.gateway.chat;

import org.jspecify.annotations.Nullable;

/** What a request wants of a model, and where below its API root a provider does that. */
public enum Operation {
  CHAT("/chat/completions", null),
  EMBEDDING("/embeddings", "data"),
  MODERATION("/moderations", "results"),
  IMAGE("/images/generations", "data"),
  SPEECH("/audio/speech", null),
  TRANSCRIPTION("/audio/transcriptions", null),
  TRANSLATION("/audio/translations", null);

  private static final String OURS = "/v1";

  private final String path;
  private final @Nullable String member;

  Operation(String path, @Nullable String member) {
    this.path = path;
    this.member = member;
  }

  /** The operation of one of our own paths; everything that is nothing else is a chat. */
  public static Operation of(String path) {
    if (path.startsWith(OURS)) {
      for (Operation operation : values()) {
        if (path.length() == OURS.length() + operation.path.length()
            && path.endsWith(operation.path)) {
          return operation;
        }
      }
    }
    return CHAT;
  }

  /** Where below the API root of a provider it is asked for. */
  public String path() {
    return path;
  }

  /** The member without which an answer is none, null when it may be text or other bytes. */
  public @Nullable String member() {
    return member;
  }
}
