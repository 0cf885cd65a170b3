package sml.gateway.dashboard;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;
import sml.gateway.network.HttpReply;

/** {@code GET /}: one self-contained page that polls the status and the request log. */
@Component("statusPage")
final class StatusPage {
  private final HttpReply reply;

  StatusPage() throws IOException {
    // a browser hashes lines that end in LF, whatever the file was checked out with
    String page =
        new ClassPathResource("pages/status.html")
            .getContentAsString(StandardCharsets.UTF_8)
            .replace("\r\n", "\n");
    reply =
        new HttpReply(
            200,
            Map.of(
                "content-type", "text/html; charset=utf-8",
                "cache-control", "no-cache",
                "content-security-policy", policy(page),
                "referrer-policy", "no-referrer",
                "x-content-type-options", "nosniff"),
            new HttpReply.Bytes(page.getBytes(StandardCharsets.UTF_8)));
  }

  public HttpReply show() {
    return reply;
  }

  /** Lets the browser run the page's own script and style, named by their hashes, and no other. */
  private static String policy(String page) {
    return "default-src 'none'; script-src '%s'; style-src '%s'; connect-src 'self'; img-src data:;"
            .formatted(hash(page, "script"), hash(page, "style"))
        + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  }

  private static String hash(String page, String tag) {
    String open = "<" + tag + ">";
    String text =
        page.substring(page.indexOf(open) + open.length(), page.indexOf("</" + tag + ">"));
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
