package dev.kekkai.dekstore;

import dev.kekkai.provider.keys.WrappedDek;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A row of the DEK store: one version of a DEK, or of the key of a blind index. Holds no secret.
 *
 * @param id what field tokens name the DEK version by
 * @param name what the application names the DEK by, 1 to 64 of letters, digits, {@code .}, {@code
 *     _} and {@code -}; all versions have the same
 * @param version 1 and up
 * @param wrapped the wrapped DEK; a blob of one zero byte once it is destroyed
 * @param checkToken a field token of a fixed text, made with the DEK when it was new and bound to
 *     id and name: what opens it is that DEK. It tells nothing about the key, unlike a key check
 *     value
 * @param state what it may still do
 * @param dates when it entered its states
 * @param usesLeased how many encryptions processes have taken for themselves so far, over all hosts
 * @param revision how often the row was changed
 * @param tag what authenticates everything else
 * @param purpose what the key is for
 */
public record DekRecord(
    UUID id,
    String name,
    int version,
    WrappedDek wrapped,
    String checkToken,
    DekState state,
    DekDates dates,
    long usesLeased,
    long revision,
    RowTag tag,
    DekPurpose purpose) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /**
   * Checks name and numbers.
   *
   * @param id what field tokens name the DEK version by
   * @param name what the application names it by
   * @param version 1 and up
   * @param wrapped the wrapped DEK
   * @param checkToken a field token made with the new DEK
   * @param state what it may still do
   * @param dates when it entered its states
   * @param usesLeased encryptions taken so far
   * @param revision how often the row was changed
   * @param tag what authenticates the row
   * @param purpose what the key is for
   */
  public DekRecord {
    checkName(name);
    if (version < 1 || usesLeased < 0 || revision < 0) {
      throw new IllegalArgumentException(
          "a DEK's version is 1 and up, its uses and its revision are 0 and up");
    }
  }

  /**
   * A version of a DEK.
   *
   * @param id what field tokens name the DEK version by
   * @param name what the application names it by
   * @param version 1 and up
   * @param wrapped the wrapped DEK
   * @param checkToken a field token made with the new DEK
   * @param state what it may still do
   * @param dates when it entered its states
   * @param usesLeased encryptions taken so far
   * @param revision how often the row was changed
   * @param tag what authenticates the row
   */
  public DekRecord(
      UUID id,
      String name,
      int version,
      WrappedDek wrapped,
      String checkToken,
      DekState state,
      DekDates dates,
      long usesLeased,
      long revision,
      RowTag tag) {
    this(
        id,
        name,
        version,
        wrapped,
        checkToken,
        state,
        dates,
        usesLeased,
        revision,
        tag,
        DekPurpose.ENCRYPT);
  }

  /**
   * The first version of a DEK that is new, before the store has tagged it.
   *
   * @param id what field tokens name it by
   * @param name what the application names it by
   * @param wrapped the wrapped DEK
   * @param checkToken a field token made with the new DEK
   * @param state what it may do
   * @param createdAt when it was made
   */
  public DekRecord(
      UUID id,
      String name,
      WrappedDek wrapped,
      String checkToken,
      DekState state,
      Instant createdAt) {
    this(
        id,
        name,
        1,
        wrapped,
        checkToken,
        state,
        state == DekState.PRE_ACTIVE
            ? DekDates.createdAt(createdAt)
            : DekDates.activeFrom(createdAt),
        0,
        0,
        RowTag.NONE);
  }

  /**
   * Refuses what is no name of a DEK.
   *
   * @param name the name
   * @return the same name
   * @throws IllegalArgumentException when it is none; says what is one
   */
  public static String checkName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "A DEK name has 1 to 64 of letters, digits, '.', '_' and '-', not '%s'",
              name));
    }
    return name;
  }

  /**
   * When it was made.
   *
   * @return to the millisecond
   */
  public Instant createdAt() {
    return dates.created();
  }

  /** Refuses a key of another purpose, by whichever of its names it was asked for. */
  void require(DekPurpose expected) {
    if (purpose != expected) {
      throw new StoreException(
          expected == DekPurpose.INDEX
              ? "'" + name + "' is a DEK, which makes no blind indexes: use a name of its own"
              : "'" + name + "' is a blind index, which encrypts nothing: use a name of its own",
          null);
    }
  }

  /** Whether another reading of the row still means this DEK, however it is wrapped now. */
  boolean isSameDekAs(DekRecord other) {
    return id.equals(other.id)
        && name.equals(other.name)
        && version == other.version
        && purpose == other.purpose
        && checkToken.equals(other.checkToken);
  }

  /**
   * The same DEK in another wrapping: the row's next revision, to be tagged anew.
   *
   * @param other how it is wrapped now
   * @return a new record
   */
  public DekRecord withWrapped(WrappedDek other) {
    return new DekRecord(
        id, name, version, other, checkToken, state, dates, usesLeased, revision + 1, tag, purpose);
  }

  /** Unchanged, but to be tagged anew. */
  DekRecord nextRevision() {
    return withWrapped(wrapped);
  }

  /**
   * With more uses taken: the row's next revision, to be tagged anew.
   *
   * @param more how many, 1 and up
   * @return a new record
   */
  public DekRecord withLease(long more) {
    return new DekRecord(
        id,
        name,
        version,
        wrapped,
        checkToken,
        state,
        dates,
        Math.addExact(usesLeased, more),
        revision + 1,
        tag,
        purpose);
  }

  /**
   * In another state: the row's next revision, to be tagged anew. A destroyed DEK has lost its
   * wrapped form.
   *
   * @param next the state
   * @param now when it is entered
   * @return a new record
   * @throws IllegalArgumentException when no DEK goes from this state to that one
   */
  public DekRecord in(DekState next, Instant now) {
    if (!state.leadsTo(next)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "The DEK '%s' version %d is %s, and no DEK goes from there to %s",
              name,
              version,
              state.id(),
              next.id()));
    }
    WrappedDek kept =
        next == DekState.DESTROYED
            ? new WrappedDek(wrapped.kek(), wrapped.method(), new byte[1])
            : wrapped;
    return new DekRecord(
        id,
        name,
        version,
        kept,
        checkToken,
        next,
        dates.entering(next, now.truncatedTo(ChronoUnit.MILLIS)),
        usesLeased,
        revision + 1,
        tag,
        purpose);
  }

  /**
   * With a tag.
   *
   * @param fresh what authenticates this row
   * @return a new record, otherwise the same
   */
  public DekRecord withTag(RowTag fresh) {
    return new DekRecord(
        id, name, version, wrapped, checkToken, state, dates, usesLeased, revision, fresh, purpose);
  }
}
