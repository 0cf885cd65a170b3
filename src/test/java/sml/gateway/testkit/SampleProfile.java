package sml.gateway.testkit;

import sml.gateway.chat.Category;
import sml.gateway.chat.RequestProfile;

/** Profiles of requests that ask for nothing special. */
public final class SampleProfile {
  private SampleProfile() {}

  /** A plain request of this category with a prompt of so many tokens. */
  public static RequestProfile plain(Category category, int tokens, boolean stream) {
    return new RequestProfile(
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
        RequestProfile.NO_SIGNS);
  }
}
