package sml.gateway.discovery.source;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/** Who is who under several names, and who has nothing for free. */
@Component
public final class Names {
  private static final int LONGEST = 64;

  private final Map<String, String> aliases;
  private final Set<String> paidOnly;

  public Names(ObjectMapper json) {
    try (var names = new ClassPathResource("discovery/aliases.json").getInputStream();
        var paid = new ClassPathResource("discovery/paid-only.txt").getInputStream()) {
      aliases = json.readValue(names, new TypeReference<>() {});
      paidOnly =
          new String(paid.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .map(line -> line.replaceFirst("#.*", "").strip())
              .filter(line -> !line.isEmpty())
              .map(Names::plain)
              .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException("the lists of names cannot be read", e);
    }
  }

  /** What all names of one provider have in common: letters and digits, aliases resolved. */
  public String identity(String name) {
    String plain = plain(name);
    return aliases.getOrDefault(plain, plain);
  }

  /** True for a provider without a free tier or free credit. */
  public boolean paidOnly(String name) {
    return paidOnly.contains(plain(name)) || paidOnly.contains(identity(name));
  }

  /** The name of its row: lower case, with hyphens for all that a row's name cannot hold. */
  public static String row(String name) {
    String row =
        name.strip()
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9_]+", "-")
            .replaceAll("^[-_]+|[-_]+$", "");
    return row.length() > LONGEST ? "" : row;
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }
}
