package dev.kekkai.dekstore;

import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.provider.keys.KekRef;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * What the store knows of a KEK version. Holds no secret.
 *
 * @param ref name and version
 * @param ckaId its CKA_ID in hexadecimal
 * @param kind AES or RSA
 * @param state what it may still do
 * @param canary proof of identity
 * @param dates when it entered its states
 * @param revision how often the row was changed
 * @param tag what authenticates all of the above: HMAC-SHA-256 in base64; empty in a row that was
 *     not tagged yet
 */
public record KekRecord(
    KekRef ref,
    String ckaId,
    KeyKind kind,
    KekState state,
    Canary canary,
    KekDates dates,
    long revision,
    String tag) {
  private static final int LONGEST_TAG = 64;

  /**
   * Checks revision and tag.
   *
   * @param ref name and version
   * @param ckaId its CKA_ID in hexadecimal
   * @param kind AES or RSA
   * @param state what it may still do
   * @param canary proof of identity
   * @param dates when it entered its states
   * @param revision 0 and up
   * @param tag HMAC in base64, or empty
   */
  public KekRecord {
    if (revision < 0 || tag.length() > LONGEST_TAG) {
      throw new IllegalArgumentException(
          "a KEK row's revision is 0 and up, and its tag has at most 64 characters");
    }
  }

  /**
   * A version that is new, before the store has tagged it.
   *
   * @param ref name and version
   * @param ckaId its CKA_ID in hexadecimal
   * @param kind AES or RSA
   * @param state prepared or primary
   * @param canary proof of identity
   * @param createdAt when it is registered
   */
  public KekRecord(
      KekRef ref, String ckaId, KeyKind kind, KekState state, Canary canary, Instant createdAt) {
    this(ref, ckaId, kind, state, canary, KekDates.createdAs(state, createdAt), 0, "");
  }

  /**
   * In another state: the row's next revision, to be tagged anew.
   *
   * @param next primary, retired or destroyed
   * @param now when it is entered
   * @return a new record
   * @throws IllegalArgumentException when no version goes from this state to that one
   */
  public KekRecord in(KekState next, Instant now) {
    requireLeadsTo(next);
    return next(next, dates.entering(next, now.truncatedTo(ChronoUnit.MILLIS)));
  }

  /**
   * Disabled: the row's next revision, to be tagged anew.
   *
   * @param wait how long until it may be destroyed
   * @param now when it is disabled
   * @return a new record
   * @throws IllegalArgumentException when it is primary, disabled or destroyed
   */
  public KekRecord disabled(Duration wait, Instant now) {
    requireLeadsTo(KekState.DISABLED);
    return next(
        KekState.DISABLED,
        dates.disabledFor(wait.truncatedTo(ChronoUnit.MILLIS), now.truncatedTo(ChronoUnit.MILLIS)));
  }

  private void requireLeadsTo(KekState next) {
    if (!state.leadsTo(next)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s is %s, and no KEK version goes from there to %s",
              ref,
              state.id(),
              next.id()));
    }
  }

  /** Unchanged, but to be tagged anew. */
  KekRecord nextRevision() {
    return next(state, dates);
  }

  private KekRecord next(KekState nextState, KekDates nextDates) {
    return new KekRecord(ref, ckaId, kind, nextState, canary, nextDates, revision + 1, "");
  }

  /**
   * With a tag.
   *
   * @param fresh HMAC in base64
   * @return a new record, otherwise the same
   */
  public KekRecord withTag(String fresh) {
    return new KekRecord(ref, ckaId, kind, state, canary, dates, revision, fresh);
  }
}
