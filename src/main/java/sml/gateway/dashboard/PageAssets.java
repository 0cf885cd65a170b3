package sml.gateway.dashboard;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;
import sml.gateway.chat.GatewayException;
import sml.gateway.network.HttpCall;
import sml.gateway.network.HttpReply;

/**
 * {@code GET /assets/{version}/{file}}: style, scripts and icon of the pages. The version is made
 * of their content, so that a browser may keep them for ever.
 */
@Component("pageAssets")
final class PageAssets {
  private static final Map<String, String> TYPES =
      Map.of(
          "page.css", "text/css; charset=utf-8",
          "page.js", "text/javascript; charset=utf-8",
          "live.js", "text/javascript; charset=utf-8",
          "answer.js", "text/javascript; charset=utf-8",
          "chat.js", "text/javascript; charset=utf-8",
          "request.js", "text/javascript; charset=utf-8",
          "setup.js", "text/javascript; charset=utf-8",
          "icon.svg", "image/svg+xml");

  private final Map<String, byte[]> files = new HashMap<>();
  private final String version;

  PageAssets() throws IOException {
    MessageDigest digest = sha256();
    for (String name : TYPES.keySet().stream().sorted().toList()) {
      String text =
          new ClassPathResource("pages/assets/" + name).getContentAsString(StandardCharsets.UTF_8);
      byte[] bytes = text.replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8);
      digest.update(bytes);
      files.put(name, bytes);
    }
    version = HexFormat.of().formatHex(digest.digest(), 0, 6);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The folder of the files in an address. */
  String folder() {
    return "/assets/" + version;
  }

  /** One file; an old version is answered with the new file, which is not kept. */
  public HttpReply show(HttpCall call) {
    String name = call.path().substring(call.path().lastIndexOf('/') + 1);
    byte[] bytes = files.get(name);
    if (bytes == null) {
      throw new GatewayException.NotFound("There is no such file.", "path", "not_found");
    }
    String tag = "\"" + version + "\"";
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("etag", tag);
    headers.put("x-content-type-options", "nosniff");
    boolean current = call.path().equals(folder() + "/" + name);
    headers.put("cache-control", current ? "public, max-age=31536000, immutable" : "no-cache");
    if (tag.equals(call.header("if-none-match"))) {
      return new HttpReply(304, headers, new HttpReply.Bytes(new byte[0]));
    }
    headers.put("content-type", TYPES.getOrDefault(name, "application/octet-stream"));
    return new HttpReply(200, headers, new HttpReply.Bytes(bytes));
  }
}
