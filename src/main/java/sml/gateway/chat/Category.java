package sml.gateway.chat;

import java.util.Locale;

/**
 * What a prompt asks for. The comments are the rules by which prompts are labelled; where more than
 * one fits, the order is safety, json, instruction, then the task. Only {@link #THAI} and {@link
 * #GENERAL} mean that there is no such task.
 */
public enum Category {
  /** Programs, queries, formulas of spreadsheets, commands, configuration and their errors. */
  CODE,

  /**
   * In Thai without another task, small talk and writing included; in English about the Thai
   * language, people or places, or an answer that has to be in Thai.
   */
  THAI,

  /** The request offers tools; never derived from the text. */
  TOOLS,

  /** The request has an image; never derived from the text. */
  VISION,

  /** A value, an equation or a proof is wanted; a comparison of numbers too. */
  MATH,

  /** Riddles, deduction, fallacies, causes, and plans or decisions under conditions. */
  REASONING,

  /**
   * What stands word by word in a given text is to be listed: names, dates, amounts, codes, all of
   * a kind, or two and more fields, also where it is put as a question.
   */
  EXTRACTION,

  /** A given text or thing gets one of several labels, named or well known (spam, sentiment). */
  CLASSIFICATION,

  /** A given text is to be summed up or explained, or a question about its content is asked. */
  COMPREHENSION,

  /**
   * The form is the point: lengths, forbidden words, "only", a frame to fill; not labels or JSON.
   */
  INSTRUCTION,

  /** The answer has to be JSON, whatever the task; to read JSON in a program is code. */
  JSON,

  /**
   * Injection, jailbreaks, harm to others or oneself, crime, hate; not how to be safe from them.
   */
  SAFETY,

  /** Nothing more specific, in any language but Thai; to rewrite a sentence too. */
  GENERAL;

  /** The name in tables and answers. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
