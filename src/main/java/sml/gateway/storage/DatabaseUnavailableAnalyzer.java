package sml.gateway.storage;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains a start without a database in a short message instead of a stack trace. */
class DatabaseUnavailableAnalyzer extends AbstractFailureAnalyzer<DatabaseUnavailable> {

  @Override
  protected FailureAnalysis analyze(Throwable root, DatabaseUnavailable cause) {
    return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.advice(), cause);
  }
}
