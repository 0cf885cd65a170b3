package sml.gateway.upstream.dialect;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import sml.gateway.json.ProgramFile;

/** The dialects of {@code catalog/dialects.json}, by name. */
@Component("dialects")
public final class Dialects {
  private static final ProgramFile TABLE = new ProgramFile("catalog/dialects.json");
  private static final String PLAIN = "openai";

  private final Map<String, Dialect> byName;
  private final Dialect plain;

  /** Reads the table; a table that cannot be read is a broken build. */
  public Dialects() {
    this.byName =
        Arrays.stream(table()).collect(Collectors.toMap(Dialect::name, Function.identity()));
    Dialect openai = byName.get(PLAIN);
    if (openai == null) {
      throw new IllegalStateException(TABLE.path() + " lacks the dialect " + PLAIN);
    }
    this.plain = openai;
  }

  /** The dialect of that name; {@code openai} when there is none. */
  public Dialect named(String name) {
    return byName.getOrDefault(name, plain);
  }

  /** Every name the table has. */
  public Set<String> names() {
    return byName.keySet();
  }

  private static Dialect[] table() {
    JsonMapper mapper =
        JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .defaultSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY))
            .build();
    return mapper.convertValue(TABLE.tree(), Dialect[].class);
  }
}
