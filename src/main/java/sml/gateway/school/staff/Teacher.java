package sml.gateway.school.staff;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Category;
import sml.gateway.chat.ModelRef;

/**
 * A model with an office.
 *
 * @param category the category of a head, null for the other roles
 * @param score expected share of right answers in that office, 0 to 1
 * @param provisional without exam evidence in the category
 * @param reason why it was chosen, for people
 * @param reappointed how often it was confirmed in this office
 */
public record Teacher(
    ModelRef ref,
    Role role,
    @Nullable Category category,
    double score,
    boolean provisional,
    String reason,
    Instant appointedAt,
    int reappointed) {

  /** The offices. */
  public enum Role {
    PRINCIPAL,
    HEAD,
    PROCTOR;

    /** The name in tables and answers. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  boolean sameOffice(Teacher other) {
    return ref.equals(other.ref) && role == other.role && category == other.category;
  }
}
