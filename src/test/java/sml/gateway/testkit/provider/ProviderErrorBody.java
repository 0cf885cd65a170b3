package sml.gateway.testkit.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import sml.gateway.json.JsonString;
import sml.gateway.simulation.speech.Rendering;
import sml.gateway.testkit.provider.Fault.Shape;
import sml.gateway.testkit.provider.Fault.Status;

/** An error as one provider writes it. */
record ProviderErrorBody(String contentType, String text) {
  private static final String JSON = "application/json";

  /** The body of {@code error} in its shape. */
  static ProviderErrorBody of(Status error) {
    return of(error.shape(), error.status(), error.code(), error.message());
  }

  static ProviderErrorBody of(Shape shape, int status, String code, String message) {
    String says = quoted(message);
    String coded = code.isEmpty() ? "null" : quoted(code);
    String type = quoted(type(status));
    return switch (shape) {
      case OPENAI -> new ProviderErrorBody(JSON, Rendering.error(status, code, message));
      case OPENROUTER -> openRouter(status, says);
      case GEMINI ->
          json(
              "[{\"error\":{\"code\":%s,\"message\":%s,\"status\":%s}}]",
              status, says, quoted(google(status)));
      case MISTRAL ->
          json(
              "{\"object\":\"error\",\"message\":%s,\"type\":%s,\"param\":null,\"code\":%s}",
              says, type, coded);
      case COHERE -> json("{\"id\":\"simulated\",\"message\":%s}", says);
      case CEREBRAS ->
          json("{\"message\":%s,\"type\":%s,\"param\":null,\"code\":%s}", says, type, coded);
      case CLOUDFLARE -> cloudflare(code, says);
      case NIM ->
          json("{\"status\":%s,\"title\":%s,\"detail\":%s}", status, quoted(title(status)), says);
      case GITHUB ->
          json("{\"error\":{\"code\":%s,\"message\":%s,\"details\":%s}}", coded, says, says);
      case DETAIL -> json("{\"detail\":%s}", says);
      case STRING -> json("{\"error\":%s}", says);
      case HTML ->
          new ProviderErrorBody(
              "text/html", "<html><body><h1>" + status + "</h1>" + message + "</body></html>");
      case TEXT -> new ProviderErrorBody("text/plain", message);
      case EMPTY -> new ProviderErrorBody(JSON, "");
    };
  }

  private static ProviderErrorBody openRouter(int status, String says) {
    return json(
        "{\"error\":{\"message\":%s,\"code\":%s,\"metadata\":{\"provider_name\":\"simulated\"}},"
            + "\"user_id\":\"user_simulated\"}",
        says, status);
  }

  private static ProviderErrorBody cloudflare(String code, String says) {
    return json(
        "{\"result\":null,\"success\":false,\"errors\":[{\"code\":%s,\"message\":%s}],"
            + "\"messages\":[]}",
        code.matches("\\d+") ? code : "7009", says);
  }

  private static ProviderErrorBody json(String form, Object... values) {
    return new ProviderErrorBody(JSON, form.formatted(values));
  }

  private static String type(int status) {
    return switch (status) {
      case 401 -> "authentication_error";
      case 429 -> "rate_limit_error";
      default -> status >= 500 ? "server_error" : "invalid_request_error";
    };
  }

  private static String google(int status) {
    return switch (status) {
      case 400 -> "INVALID_ARGUMENT";
      case 401 -> "UNAUTHENTICATED";
      case 403 -> "PERMISSION_DENIED";
      case 404 -> "NOT_FOUND";
      case 429 -> "RESOURCE_EXHAUSTED";
      case 503 -> "UNAVAILABLE";
      default -> "INTERNAL";
    };
  }

  private static String title(int status) {
    return switch (status) {
      case 400 -> "Bad Request";
      case 404 -> "Not Found";
      case 429 -> "Too Many Requests";
      default -> "Simulated failure";
    };
  }

  private static String quoted(String text) {
    return new String(JsonString.quote(text), UTF_8);
  }
}
