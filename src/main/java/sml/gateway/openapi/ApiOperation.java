package sml.gateway.openapi;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An operation of the API as its route declares it.
 *
 * @param id the id of the route
 * @param verb in lower case
 * @param template the path; <code>{*name}</code> at its end may hold slashes, or be missing
 * @param bodySchema the file of the JSON Schema that its route holds bodies against, null when a
 *     bean checks them
 */
record ApiOperation(
    String id, String verb, String template, String summary, @Nullable String bodySchema) {
  private static final Pattern PARAMETER = Pattern.compile("\\{(\\*?)(\\w+)}");
  private static final Pattern REST_OF_PATH = Pattern.compile("/\\{\\*\\w+}$");

  /** A parameter in the path. */
  record PathParameter(String name, boolean restOfPath) {}

  List<PathParameter> parameters() {
    List<PathParameter> found = new ArrayList<>();
    Matcher parameter = PARAMETER.matcher(template);
    while (parameter.find()) {
      found.add(new PathParameter(parameter.group(2), !parameter.group(1).isEmpty()));
    }
    return found;
  }

  /** The path in the notation of OpenAPI. */
  String path() {
    return template.replace("{*", "{");
  }

  /** The same operation on the path without the part that may be missing. */
  ApiOperation ofAll() {
    return new ApiOperation(
        id + "-all", verb, REST_OF_PATH.matcher(template).replaceFirst(""), summary, bodySchema);
  }
}
