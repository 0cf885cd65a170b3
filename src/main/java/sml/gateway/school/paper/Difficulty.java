package sml.gateway.school.paper;

import java.util.Locale;

/** How hard a question is meant to be within its level. */
public enum Difficulty {
  EASY,
  MEDIUM,
  HARD;

  /** The name in data and answers. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
