package sml.gateway.access;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.management.ObjectName;
import org.jolokia.server.core.service.api.Restrictor;
import org.jolokia.server.core.util.HttpMethod;
import org.jolokia.server.core.util.RequestType;

/**
 * What the console may do through Jolokia: read Camel and the JVM, draw routes, and start, stop,
 * suspend and resume them. Who may ask is decided by the front server. Jolokia creates this class
 * by name.
 */
public final class ConsoleRules implements Restrictor {
  private static final Set<RequestType> TYPES =
      EnumSet.of(
          RequestType.READ,
          RequestType.LIST,
          RequestType.SEARCH,
          RequestType.VERSION,
          RequestType.EXEC);
  private static final Set<HttpMethod> METHODS = EnumSet.of(HttpMethod.GET, HttpMethod.POST);
  private static final String CAMEL = "org.apache.camel";
  private static final Set<String> READABLE = Set.of(CAMEL, "java.lang", "java.nio");

  /** Attributes through which settings, and with them secrets, would be seen. */
  private static final Set<String> SECRET =
      Set.of("systemproperties", "inputarguments", "properties", "globaloptions");

  /** Operations by the type of a Camel bean; those on routes change state, all others only read. */
  private static final Map<String, Set<String>> OPERATIONS =
      Map.of(
          "routes",
          Set.of("start", "stop", "suspend", "resume", "dumpRouteAsXml", "dumpRouteStatsAsXml"),
          "context",
          Set.of("dumpRoutesAsXml", "dumpRoutesStatsAsXml", "dumpStepStatsAsXml"));

  private static final String INFLIGHT = "DefaultInflightRepository";

  @Override
  public boolean isHttpMethodAllowed(HttpMethod method) {
    return METHODS.contains(method);
  }

  @Override
  public boolean isTypeAllowed(RequestType type) {
    return TYPES.contains(type);
  }

  @Override
  public boolean isAttributeReadAllowed(ObjectName name, String attribute) {
    return READABLE.contains(name.getDomain())
        && !SECRET.contains(String.valueOf(attribute).toLowerCase(Locale.ROOT));
  }

  @Override
  public boolean isAttributeWriteAllowed(ObjectName name, String attribute) {
    return false;
  }

  @Override
  public boolean isOperationAllowed(ObjectName name, String operation) {
    if (!name.getDomain().equals(CAMEL) || name.isPattern()) {
      return false;
    }
    int signature = operation.indexOf('(');
    String verb = signature < 0 ? operation : operation.substring(0, signature);
    String type = String.valueOf(name.getKeyProperty("type"));
    return OPERATIONS.getOrDefault(type, Set.of()).contains(verb) || isInflight(name, verb);
  }

  /** The list of exchanges in progress: ids and times, no bodies. */
  private static boolean isInflight(ObjectName name, String verb) {
    return verb.equals("browse") && INFLIGHT.equals(name.getKeyProperty("name"));
  }

  @Override
  public boolean isRemoteAccessAllowed(String... hostOrAddress) {
    return true;
  }

  @Override
  public boolean isOriginAllowed(String origin, boolean strict) {
    return true;
  }

  @Override
  public boolean isObjectNameHidden(ObjectName name) {
    return !READABLE.contains(name.getDomain());
  }
}
