package sml.gateway.upstream.wire;

/** Where reasoning stands in the content of a model's answers. */
public enum Reasoning {
  /** Between a pair of tags with which the content begins, if anywhere. */
  TAGGED,

  /**
   * From the beginning up to a closing tag: the template of the model writes the opening one into
   * the prompt.
   */
  OPENED_BY_PROMPT,

  /** Wherever it stands it is to stay there, as the client asked. */
  RAW
}
