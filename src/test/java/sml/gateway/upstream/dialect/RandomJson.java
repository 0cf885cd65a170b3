package sml.gateway.upstream.dialect;

import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Odd but legal JSON, the same for the same seed. */
final class RandomJson {
  private static final List<String> SCALARS =
      List.of(
          "null",
          "true",
          "false",
          "0",
          "-0",
          "1.0",
          "1e-7",
          "-12.50E+3",
          "9007199254740993",
          "123456789012345678901234567890",
          "\"\"",
          "\"a\\\"b\\\\\"",
          "\"\\u0e01\\/\"",
          "\"ไทย 🇹🇭\"",
          "\"x,]}{[:\"");
  private static final List<String> SPACES = List.of("", "", "", " ", "\n  ", "\t");
  private static final List<String> NAMES =
      List.of(
          "temperature",
          "seed",
          "tools",
          "properties",
          "strict",
          "x y",
          "ก",
          "a\\u0062",
          "items",
          "content",
          "tool_calls",
          "id",
          "reasoning_content",
          "cache_control",
          "");

  private RandomJson() {}

  /** Members with trailing commas, ready to stand before another member. */
  static String members(Random random) {
    return IntStream.range(0, random.nextInt(5))
        .mapToObj(i -> member(random, 3) + ",")
        .collect(Collectors.joining());
  }

  static String value(Random random, int depth) {
    int kind = depth == 0 ? 0 : random.nextInt(4);
    return switch (kind) {
      case 2 -> "{" + list(random, () -> member(random, depth - 1)) + "}";
      case 3 -> "[" + list(random, () -> spaced(random, depth - 1)) + "]";
      default -> pick(SCALARS, random);
    };
  }

  private static String list(Random random, Supplier<String> element) {
    int size = random.nextInt(4);
    return size == 0
        ? pick(SPACES, random)
        : Stream.generate(element).limit(size).collect(Collectors.joining(","));
  }

  private static String member(Random random, int depth) {
    return pick(SPACES, random)
        + "\""
        + pick(NAMES, random)
        + "\""
        + pick(SPACES, random)
        + ":"
        + spaced(random, depth);
  }

  private static String spaced(Random random, int depth) {
    return pick(SPACES, random) + value(random, depth) + pick(SPACES, random);
  }

  private static String pick(List<String> list, Random random) {
    return list.get(random.nextInt(list.size()));
  }
}
