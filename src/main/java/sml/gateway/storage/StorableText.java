package sml.gateway.storage;

/** Text from outside as a table can keep it. */
public final class StorableText {
  private StorableText() {}

  /** At most {@code longest} characters, without the NUL that PostgreSQL refuses. */
  public static String storable(String text, int longest) {
    int end = Math.min(text.length(), longest);
    if (end > 0 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end).replace('\0', ' ');
  }
}
