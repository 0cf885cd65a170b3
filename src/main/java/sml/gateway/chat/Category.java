package sml.gateway.chat;

import java.util.Locale;

/** What a prompt asks for; {@link #GENERAL} when nothing more specific was seen. */
public enum Category {
  CODE,
  THAI,
  TOOLS,
  VISION,
  MATH,
  REASONING,
  EXTRACTION,
  CLASSIFICATION,
  COMPREHENSION,
  INSTRUCTION,
  JSON,
  SAFETY,
  GENERAL;

  /** The name in tables and answers. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
