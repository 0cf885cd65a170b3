package sml.gateway.upstream.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sml.gateway.json.JsonCursor;
import sml.gateway.json.JsonString;
import sml.gateway.json.ObjectSplice;
import sml.gateway.json.RawObject;
import sml.gateway.json.RawObject.Member;
import sml.gateway.json.Splices;

/** The changes to a request's parameters. */
final class TopLevelEdit {
  private static final Set<String> CONSUMED =
      Set.of("prefer", "exclude", "strategy", "max_latency_ms", "extra", "models");
  private static final String STREAM_OPTIONS = "stream_options";
  private static final String INCLUDE_USAGE = "include_usage";
  private static final byte[] TRUE = "true".getBytes(UTF_8);
  private static final byte[] FALSE = "false".getBytes(UTF_8);
  private static final byte[] WITH_USAGE = "{\"include_usage\":true}".getBytes(UTF_8);

  private final RawObject body;
  private final ShapeTarget shapeTarget;
  private final Dialect dialect;
  private final Splices splices;
  private final ObjectSplice edit;
  private final Map<String, String> renames;
  private final Set<String> added = new HashSet<>();

  TopLevelEdit(RawObject body, ShapeTarget shapeTarget, Splices splices) {
    this.body = body;
    this.shapeTarget = shapeTarget;
    this.dialect = shapeTarget.dialect();
    this.splices = splices;
    this.edit = new ObjectSplice(splices, open(body.bytes()), body.members());
    this.renames = new HashMap<>(dialect.renamed());
    renames.values().removeAll(shapeTarget.without());
  }

  /** Makes the changes; returns the fields the provider gets and the client did not send. */
  Set<String> edit() throws IOException {
    for (Member member : body.members()) {
      if (isDropped(member)) {
        edit.remove(member);
      } else {
        rename(member);
        editValue(member);
      }
    }
    addMissing();
    edit.done();
    return Set.copyOf(added);
  }

  private boolean isDropped(Member member) throws IOException {
    String name = member.name();
    return CONSUMED.contains(name)
        || (name.equals("prompt") && body.text("prompt") != null)
        || dialect.drops(renamed(name))
        || (name.equals(STREAM_OPTIONS) && !keepsStreamOptions())
        || isSuperseded(name);
  }

  /** True when the member and another one mean the same parameter and the other one counts. */
  private boolean isSuperseded(String name) {
    String other = renames.get(name);
    return other != null ? !body.missing(other) : body.missing(name) && !sourcesOf(name).isEmpty();
  }

  /** Members that will carry {@code name} after renaming. */
  private List<String> sourcesOf(String name) {
    List<String> sources = new ArrayList<>(1);
    for (Map.Entry<String, String> entry : renames.entrySet()) {
      if (entry.getValue().equals(name) && body.has(entry.getKey())) {
        sources.add(entry.getKey());
      }
    }
    return sources;
  }

  private void rename(Member member) {
    String name = renames.get(member.name());
    if (name != null) {
      edit.rename(member, name);
      added.add(name);
    }
  }

  private void editValue(Member member) throws IOException {
    switch (member.name()) {
      case "model" -> edit.setValue(member, JsonString.quote(shapeTarget.model()));
      case "stream" -> editStream(member);
      case STREAM_OPTIONS -> editStreamOptions(member);
      default -> translate(member);
    }
    String name = renamed(member.name());
    Integer limit = dialect.defaults().get(name);
    if (limit != null && member.isNull() && !shapeTarget.without().contains(name)) {
      edit.setValue(member, number(limit));
      added.add(name);
    }
  }

  private void translate(Member member) throws IOException {
    Map<String, String> values = dialect.values().get(member.name());
    String value = values == null ? null : body.text(member.name());
    String translated = value == null || values == null ? null : values.get(value);
    if (translated != null) {
      edit.setValue(member, JsonString.quote(translated));
    }
  }

  private void editStream(Member member) {
    boolean asked = body.bytes()[member.valueStart()] == 't';
    if (asked != shapeTarget.stream()) {
      edit.setValue(member, shapeTarget.stream() ? TRUE : FALSE);
      addedStream();
    }
  }

  private void addedStream() {
    if (shapeTarget.stream()) {
      added.add("stream");
    }
  }

  /** OpenAI refuses the options without a stream; what the client sent itself is its own affair. */
  private boolean keepsStreamOptions() {
    Member stream = last("stream");
    boolean asked = stream != null && body.bytes()[stream.valueStart()] == 't';
    return asksForUsage() && (shapeTarget.stream() || !asked);
  }

  private boolean asksForUsage() {
    return dialect.streamUsage() && !shapeTarget.without().contains(STREAM_OPTIONS);
  }

  private void editStreamOptions(Member member) throws IOException {
    if (!shapeTarget.stream() || shapeTarget.without().contains(INCLUDE_USAGE)) {
      return;
    }
    if (member.isNull()) {
      edit.setValue(member, WITH_USAGE);
      added.add(STREAM_OPTIONS);
      return;
    }
    try (var jsonCursor = new JsonCursor(body.bytes(), member.valueStart(), member.valueEnd())) {
      if (jsonCursor.at(JsonToken.START_OBJECT)) {
        askForUsage(new Options(jsonCursor));
      }
    }
  }

  private void askForUsage(Options options) {
    var inner = new ObjectSplice(splices, options.open, options.members);
    List<Member> asked =
        options.members.stream().filter(m -> m.name().equals(INCLUDE_USAGE)).toList();
    asked.forEach(member -> inner.setValue(member, TRUE));
    if (asked.isEmpty()) {
      inner.add(INCLUDE_USAGE, TRUE);
      added.add(INCLUDE_USAGE);
    }
    inner.done();
  }

  private record Options(int open, List<Member> members) {
    Options(JsonCursor cursor) throws IOException {
      this(cursor.start() + 1, cursor.members(name -> {}));
    }
  }

  private void addMissing() {
    if (!body.has("model")) {
      edit.add("model", JsonString.quote(shapeTarget.model()));
    }
    String only = shapeTarget.only();
    if (only != null && !body.has("provider")) {
      String name = new String(JsonString.quote(only), UTF_8);
      edit.add("provider", ("{\"only\":[" + name + "]}").getBytes(UTF_8));
    }
    if (shapeTarget.stream()) {
      if (!body.has("stream")) {
        edit.add("stream", TRUE);
        addedStream();
      }
      if (asksForUsage() && !body.has(STREAM_OPTIONS)) {
        edit.add(STREAM_OPTIONS, WITH_USAGE);
        added.add(STREAM_OPTIONS);
      }
    }
    dialect
        .defaults()
        .forEach(
            (name, limit) -> {
              boolean taken = shapeTarget.without().contains(name);
              if (!taken && !body.has(name) && sourcesOf(name).isEmpty()) {
                edit.add(name, number(limit));
                added.add(name);
              }
            });
  }

  private byte[] number(int limit) {
    int most = shapeTarget.maxOutputTokens();
    return Integer.toString(most > 0 ? Math.min(most, limit) : limit).getBytes(UTF_8);
  }

  private String renamed(String name) {
    return renames.getOrDefault(name, name);
  }

  private @Nullable Member last(String name) {
    Member found = null;
    for (Member member : body.members()) {
      found = member.name().equals(name) ? member : found;
    }
    return found;
  }

  private static int open(byte[] bytes) {
    int at = 0;
    while (bytes[at] != '{') {
      at++;
    }
    return at + 1;
  }
}
