package sml.gateway.dashboard;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;
import sml.gateway.chat.GatewayException;
import sml.gateway.network.HttpCall;
import sml.gateway.network.HttpReply;

/**
 * {@code GET /assets/{version}/{file}}: style, scripts, font and icon of the pages. The version is
 * made of their content, so that a browser may keep them for ever.
 */
@Component("pageAssets")
final class PageAssets {
  private static final String FONT = "noto-sans-thai.woff2";
  private static final List<String> NAMES =
      List.of(
          "answer.js",
          "chat.js",
          "icon.svg",
          "live.js",
          "modal.js",
          FONT,
          "page.css",
          "page.js",
          "providers.js",
          "request.js",
          "setup.js");
  private static final Map<String, String> TYPES =
      Map.of(
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml",
          "woff2", "font/woff2");

  private final Map<String, byte[]> files = new HashMap<>();
  private final String version;

  PageAssets() throws IOException {
    MessageDigest digest = sha256();
    for (String name : NAMES) {
      byte[] bytes = new ClassPathResource("pages/assets/" + name).getContentAsByteArray();
      if (!name.equals(FONT)) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        bytes = text.replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8);
      }
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
    headers.put(
        "content-type",
        Objects.requireNonNull(TYPES.get(name.substring(name.lastIndexOf('.') + 1))));
    return new HttpReply(200, headers, new HttpReply.Bytes(bytes));
  }
}
