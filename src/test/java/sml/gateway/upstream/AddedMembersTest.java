package sml.gateway.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sml.gateway.chat.Refusal;
import sml.gateway.chat.Refusal.Kind;

class AddedMembersTest {
  private static final AddedMembers ADDED =
      new AddedMembers(Set.of("stream_options", "max_tokens"), Set.of("max_tokens"), false);
  private static final AddedMembers PREFILLED = new AddedMembers(Set.of(), Set.of(), true);

  private static Refusal refusal(Kind kind, String message) {
    return new Refusal(400, kind, message, null, null, null, null);
  }

  private static @Nullable String blamed(AddedMembers added, Kind kind, String message) {
    Refusal judged = added.judge(refusal(kind, message), message.getBytes(UTF_8));
    return judged.kind() == Kind.ADDITION_REFUSED ? judged.param() : null;
  }

  @Test
  void whatWasAddedAndIsNamedIsBlamed() {
    assertThat(blamed(ADDED, Kind.UNSUPPORTED, "unknown field stream_options"))
        .isEqualTo("stream_options");
    assertThat(blamed(ADDED, Kind.BAD_REQUEST, "include_usage: bad")).isEqualTo("stream_options");
    assertThat(blamed(ADDED, Kind.BAD_REQUEST, "max_tokens must be at most 9"))
        .isEqualTo("max_tokens");
  }

  @Test
  void whatTheClientSentIsNot() {
    assertThat(blamed(ADDED, Kind.UNSUPPORTED, "unknown field seed")).isNull();
    assertThat(blamed(PREFILLED, Kind.CONTEXT_TOO_LONG, "too long")).isNull();
  }

  @Test
  void aLimitThatWasAddedMayMakeARequestTooLong() {
    assertThat(blamed(ADDED, Kind.CONTEXT_TOO_LONG, "8192 in max_tokens")).isEqualTo("max_tokens");
    assertThat(blamed(ADDED, Kind.CONTEXT_TOO_LONG, "stream_options")).isNull();
  }

  @Test
  void theBeginningOfAnAnswerIsBlamedForWhatNamesNothing() {
    assertThat(blamed(PREFILLED, Kind.UNSUPPORTED, "last role")).isEqualTo(AddedMembers.PREFILL);
    assertThat(blamed(PREFILLED, Kind.BAD_REQUEST, "no")).isEqualTo(AddedMembers.PREFILL);
  }

  @ParameterizedTest
  @EnumSource(names = {"RATE_LIMITED", "QUOTA_EXHAUSTED", "UNAUTHORIZED", "MODEL_GONE"})
  void otherKindsAreNeverAboutAField(Kind kind) {
    assertThat(blamed(ADDED, kind, "unknown field stream_options")).isNull();
  }

  @Test
  void onlyARefusedFieldIsLeftOutForGood() {
    assertThat(AddedMembers.holdsForAll("stream_options", refusal(Kind.BAD_REQUEST, "x"))).isTrue();
    assertThat(
            AddedMembers.holdsForAll("max_tokens", refusal(Kind.BAD_REQUEST, "unknown parameter")))
        .isTrue();
    assertThat(AddedMembers.holdsForAll("max_tokens", refusal(Kind.BAD_REQUEST, "at most 9")))
        .isFalse();
    assertThat(
            AddedMembers.holdsForAll(
                AddedMembers.PREFILL, refusal(Kind.UNSUPPORTED, "unsupported")))
        .isFalse();
  }
}
