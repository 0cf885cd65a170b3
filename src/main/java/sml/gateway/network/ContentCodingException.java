package sml.gateway.network;

import java.io.IOException;

/** Why a body cannot be decoded; a failure to read it is any other {@link IOException}. */
public abstract sealed class ContentCodingException extends IOException {
  private static final long serialVersionUID = 1;

  private ContentCodingException(String message, Throwable cause) {
    super(message, cause);
  }

  private ContentCodingException(String message) {
    super(message);
  }

  /** A coding, or a variant of one, that is not decoded here. */
  public static final class Unsupported extends ContentCodingException {
    private static final long serialVersionUID = 1;

    Unsupported(String message) {
      super(message);
    }
  }

  /** The body is not what its header says. */
  public static final class Broken extends ContentCodingException {
    private static final long serialVersionUID = 1;

    Broken(String coding, Throwable cause) {
      super("the body is no complete, valid '" + coding + "' data", cause);
    }
  }

  /** The decoded body is longer than is allowed. */
  public static final class TooLong extends ContentCodingException {
    private static final long serialVersionUID = 1;

    TooLong(long most) {
      super("the decoded body is longer than " + most + " bytes");
    }
  }
}
