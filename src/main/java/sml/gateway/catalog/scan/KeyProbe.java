package sml.gateway.catalog.scan;

import org.springframework.stereotype.Component;
import sml.gateway.catalog.keys.KeyCheck;
import sml.gateway.catalog.providers.EntryStore;

/** Checks a key with its provider's model list. */
@Component
final class KeyProbe implements KeyCheck {
  private final EntryStore entries;
  private final Inquiry inquiry;

  KeyProbe(EntryStore entries, Inquiry inquiry) {
    this.entries = entries;
    this.inquiry = inquiry;
  }

  @Override
  public Verdict check(String provider, String secret) {
    return entries
        .find(provider)
        .map(entry -> verdict(inquiry.proof(entry, secret)))
        .orElse(Verdict.UNKNOWN);
  }

  private static Verdict verdict(Fetched answer) {
    return answer.ok() ? Verdict.ACCEPTED : answer.refused() ? Verdict.REFUSED : Verdict.UNKNOWN;
  }
}
