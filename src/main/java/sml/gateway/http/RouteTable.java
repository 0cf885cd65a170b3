package sml.gateway.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Maps each path and method to the consumer that answers it. */
final class RouteTable<C> {
  private final List<Entry<C>> entries = new CopyOnWriteArrayList<>();
  private volatile @Nullable Object shown;

  /** One consumer's claim; {@code methods} is empty when it takes all of them. */
  private record Entry<C>(
      Object owner, PathTemplate path, boolean prefix, Set<String> methods, C consumer) {

    boolean covers(String asked) {
      String text = path.text();
      return path.matches(asked)
          || (prefix && asked.startsWith(text.endsWith("/") ? text : text + "/"));
    }

    boolean takes(String method) {
      return methods.isEmpty()
          || methods.contains(method)
          || (method.equals("HEAD") && methods.contains("GET"));
    }
  }

  /** What the table says about a call. */
  sealed interface Match<C> {
    record Found<C>(C consumer) implements Match<C> {}

    record WrongMethod<C>(Set<String> allowed) implements Match<C> {}

    record Unknown<C>() implements Match<C> {}
  }

  void add(Object owner, String path, boolean prefix, @Nullable String methods, C consumer) {
    entries.add(new Entry<>(owner, PathTemplate.of(path), prefix, methods(methods), consumer));
  }

  /** From now on only this owner's claims count; at first all do. */
  void show(Object owner) {
    shown = owner;
  }

  /** True when the claims of this owner count. */
  boolean shows(Object owner) {
    Object only = shown;
    return only == null || only == owner;
  }

  void remove(C consumer) {
    entries.removeIf(entry -> entry.consumer() == consumer);
  }

  /** An exact path goes before a prefix or a template, a longer one before a shorter one. */
  Match<C> find(String method, String path) {
    // read once: another owner may be shown meanwhile
    Object only = shown;
    List<Entry<C>> covering = new ArrayList<>(2);
    for (Entry<C> entry : entries) {
      if ((only == null || only == entry.owner()) && entry.covers(path)) {
        covering.add(entry);
      }
    }
    if (covering.isEmpty()) {
      return new Match.Unknown<>();
    }
    covering.sort(
        Comparator.comparing((Entry<C> entry) -> !entry.path().text().equals(path))
            .thenComparing(entry -> -entry.path().literalLength())
            .thenComparing(entry -> -entry.path().text().length()));
    for (Entry<C> entry : covering) {
      if (entry.takes(method)) {
        return new Match.Found<>(entry.consumer());
      }
    }
    return new Match.WrongMethod<>(allowed(covering));
  }

  private static <C> Set<String> allowed(List<Entry<C>> covering) {
    var allowed = new TreeSet<>(Set.of("OPTIONS"));
    covering.forEach(entry -> allowed.addAll(entry.methods()));
    if (allowed.contains("GET")) {
      allowed.add("HEAD");
    }
    return allowed;
  }

  private static Set<String> methods(@Nullable String list) {
    if (list == null || list.isBlank()) {
      return Set.of();
    }
    var methods = new TreeSet<String>();
    for (String method : list.split(",")) {
      methods.add(method.strip().toUpperCase(Locale.ROOT));
    }
    return methods;
  }
}
