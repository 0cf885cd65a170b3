package sml.gateway.storage;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Turns a start without a database into a few plain lines instead of a stack trace. */
class DatabaseUnavailableAnalyzer extends AbstractFailureAnalyzer<DatabaseUnavailable> {

  @Override
  protected FailureAnalysis analyze(Throwable root, DatabaseUnavailable cause) {
    return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.advice(), cause);
  }
}
