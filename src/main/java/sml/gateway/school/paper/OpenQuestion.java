package sml.gateway.school.paper;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import sml.gateway.chat.Category;

/**
 * A question of the bank that proctors mark, before facts are filled in at its {@link
 * QuestionPlaceholders}.
 *
 * @param id the same as of the {@link Question} it becomes
 * @param prompt the text of its last turn
 * @param rubric what proctors look at
 * @param example a right answer
 * @param wanted words an answer must have, each in one of its spellings; with places
 * @param banned words an answer must not have
 */
public record OpenQuestion(
    String id,
    ExamLevel level,
    Category category,
    boolean thai,
    String prompt,
    String rubric,
    String example,
    List<List<String>> wanted,
    List<String> banned) {

  public OpenQuestion {
    wanted = List.copyOf(wanted);
    banned = List.copyOf(banned);
  }

  /** Another one as soon as prompt or rubric change. */
  public String digest() {
    try {
      byte[] whole = (prompt + '\0' + rubric).getBytes(UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(whole));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
