package sml.gateway.testkit;

import sml.gateway.chat.Category;
import sml.gateway.chat.Profile;

/** Profiles of requests that ask for nothing special. */
public final class SampleProfile {
  private SampleProfile() {}

  /** A plain request of this category with a prompt of so many tokens. */
  public static Profile plain(Category category, int tokens, boolean stream) {
    return new Profile(
        category,
        false,
        false,
        false,
        null,
        false,
        false,
        tokens,
        0,
        stream,
        false,
        Profile.NO_SIGNS);
  }
}
