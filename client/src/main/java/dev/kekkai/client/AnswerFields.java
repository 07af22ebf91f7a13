package dev.kekkai.client;

import dev.kekkai.formats.envelope.EnvelopeFormatException;
import dev.kekkai.formats.envelope.SealedEnvelope;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What an answer says of one item. Mutable, for one thread. */
final class AnswerFields {

  byte @Nullable [] plaintext;
  @Nullable String item;
  @Nullable String kek;
  @Nullable String error;
  boolean stale;

  /** Turns it into what the caller asked for. */
  @FunctionalInterface
  interface Kind<T> {
    T of(AnswerFields fields, OpenRequest asked) throws UnexpectedAnswerException;
  }

  static Opened opened(AnswerFields fields, OpenRequest asked) throws UnexpectedAnswerException {
    byte[] plaintext = fields.plaintext;
    String kek = fields.kek;
    if (plaintext == null || kek == null) {
      throw new UnexpectedAnswerException("no plaintext, or no KEK");
    }
    fields.plaintext = null; // the caller's from here on
    return new Opened(plaintext, kek, fields.stale);
  }

  /** Looks at the new item first: the caller will overwrite the old one with it. */
  static Resealed resealed(AnswerFields fields, OpenRequest asked)
      throws UnexpectedAnswerException {
    String item = fields.item;
    String kek = fields.kek;
    if (item == null || kek == null) {
      throw new UnexpectedAnswerException("no item, or no KEK");
    }
    try {
      SealedEnvelope envelope = SealedEnvelope.parse(item);
      if (!envelope.kid().equals(kek) || !envelope.context().equals(asked.context())) {
        throw new UnexpectedAnswerException("a resealed item of another KEK or context");
      }
    } catch (EnvelopeFormatException e) {
      throw new UnexpectedAnswerException("a resealed item that is no sealed envelope");
    }
    return new Resealed(item, kek);
  }

  <T> ItemResult<T> result(Kind<T> kind, OpenRequest asked) throws UnexpectedAnswerException {
    return error == null
        ? new ItemResult.Done<>(kind.of(this, asked))
        : new ItemResult.Failed<>(reason(error));
  }

  private static KeyServerException reason(String error) throws UnexpectedAnswerException {
    return switch (error) {
      case "not-opened" -> new NotOpenedException();
      case "forbidden" -> new ForbiddenException();
      case "quota" -> new QuotaExceededException(null);
      case "unavailable" ->
          new KeyServerUnavailableException("The key server can't open this item now", null);
      default -> throw new UnexpectedAnswerException("an error that is not known");
    };
  }

  void wipe() {
    if (plaintext != null) {
      Arrays.fill(plaintext, (byte) 0);
    }
  }
}
