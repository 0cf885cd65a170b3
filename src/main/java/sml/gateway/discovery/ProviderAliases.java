package sml.gateway.discovery;

import com.fasterxml.jackson.core.type.TypeReference;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import sml.gateway.json.ProgramFile;

/** Which names belong to the same provider, and which providers have no free tier. */
@Component
final class ProviderAliases {
  private static final int LONGEST = 64;

  /** Affixes that do not make a name another one. */
  private static final Set<String> DRESS =
      Set.of("ai", "api", "co", "com", "corp", "inc", "labs", "llc", "ltd", "official", "www");

  private final Map<String, String> aliases;
  private final Set<String> paidOnly;

  ProviderAliases() {
    aliases = new ProgramFile("discovery/aliases.json").as(new TypeReference<>() {});
    paidOnly =
        new ProgramFile("discovery/paid-only.txt")
            .text()
            .lines()
            .map(line -> line.replaceFirst("#.*", "").strip())
            .filter(line -> !line.isEmpty())
            .map(ProviderAliases::plain)
            .collect(Collectors.toUnmodifiableSet());
  }

  /** What all names of one provider have in common: letters and digits, aliases resolved. */
  public String identity(String name) {
    String plain = plain(name);
    return aliases.getOrDefault(plain, plain);
  }

  /** True for a provider without a free tier or free credit, whatever affixes its name has. */
  public boolean paidOnly(String name) {
    String bare =
        Arrays.stream(letters(name).split("[^a-z0-9]+"))
            .filter(word -> !DRESS.contains(word))
            .collect(Collectors.joining());
    return paidOnly.contains(plain(name))
        || paidOnly.contains(identity(name))
        || paidOnly.contains(bare);
  }

  /**
   * The name of its row: lower case, with hyphens for all that a row's name cannot hold. Empty when
   * it is too long, or has letters of another script: they can look like any other name.
   */
  public static String row(String name) {
    String letters = letters(name);
    String row = letters.replaceAll("[^a-z0-9_]+", "-").replaceAll("^[-_]+|[-_]+$", "");
    boolean foreign = letters.codePoints().anyMatch(one -> one > 127 && Character.isLetter(one));
    return foreign || row.length() > LONGEST ? "" : row;
  }

  private static String plain(String name) {
    return letters(name).replaceAll("[^a-z0-9]", "");
  }

  /**
   * Lower case, wide and decorated letters as plain ones, accents and what is invisible left out.
   */
  private static String letters(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFKD)
        .replaceAll("[\\p{M}\\p{Cf}]", "")
        .toLowerCase(Locale.ROOT)
        .strip();
  }
}
