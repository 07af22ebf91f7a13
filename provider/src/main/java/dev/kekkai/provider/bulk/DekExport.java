package dev.kekkai.provider.bulk;

import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.config.profile.Knobs;
import dev.kekkai.config.profile.SoftwareDekPath;
import dev.kekkai.cryptoki.Attributes;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.Session;
import dev.kekkai.cryptoki.Token;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.keys.BadBlobException;
import dev.kekkai.provider.keys.Deks;
import dev.kekkai.provider.keys.Evidence;
import dev.kekkai.provider.keys.KekOperations;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.TokenSource;
import dev.kekkai.provider.keys.WrappedDek;
import java.util.Arrays;
import java.util.Locale;

/**
 * The only door through which the bytes of a DEK enter this process: {@link #rawDek}, and {@link
 * #decrypted} where a DEK can't be wrapped anew without. Which way the module takes is the
 * profile's to say; there is exactly one per module and no ladder of fallbacks.
 */
public final class DekExport {
  private final TokenSource source;

  /**
   * Over one token.
   *
   * @param source where the token comes from
   */
  public DekExport(TokenSource source) {
    this.source = source;
  }

  /**
   * The raw DEK behind a KEK that only decrypts, on its way to another wrapping: there it can't be
   * without its bytes being here.
   *
   * @param kek an RSA KEK
   * @param mechanism an OAEP mechanism
   * @param blob what it has wrapped
   * @return 32 bytes that the caller must wipe
   * @throws BadBlobException when the blob is not one of the KEK
   * @throws TokenException when C_Decrypt is not the profile's way, or for other trouble
   */
  public byte[] decrypted(TokenKey kek, Mechanism mechanism, byte[] blob) throws TokenException {
    HsmProfile profile = source.get().profile();
    Evidence.require(profile, Knobs.SOFTWARE_DEK_PATH);
    if (profile.softwareDekPath() != SoftwareDekPath.OAEP_DECRYPT) {
      throw noWay(
          profile,
          String.format(
              Locale.ROOT, "%s only decrypts, so its DEKs would be read here", kek.ref()));
    }
    KekOperations operations = source.operations();
    return requireLength(
        source.get().with(session -> operations.decrypt(session, kek, mechanism, blob)));
  }

  private static byte[] requireLength(byte[] value) throws BadBlobException {
    if (value.length != Deks.DEK_BYTES) {
      Arrays.fill(value, (byte) 0);
      throw new BadBlobException();
    }
    return value;
  }

  /**
   * The raw DEK.
   *
   * @param wrapped the wrapped DEK
   * @param kek its KEK
   * @return 32 bytes that the caller must wipe
   * @throws BadBlobException when the blob is not one of the KEK
   * @throws TokenException when the module has no way, or for other trouble
   */
  public byte[] rawDek(WrappedDek wrapped, TokenKey kek) throws TokenException {
    Token token = source.get();
    HsmProfile profile = token.profile();
    KekOperations operations = source.operations();
    Evidence.require(profile, Knobs.SOFTWARE_DEK_PATH);
    byte[] value =
        switch (profile.softwareDekPath()) {
          case READ_VALUE -> token.with(s -> readValue(s, profile, operations, wrapped, kek));
          case OAEP_DECRYPT -> token.with(s -> oaepDecrypt(s, profile, operations, wrapped, kek));
          case WRAP_TO_EPHEMERAL_RSA ->
              token.with(s -> new EphemeralRsa(profile, operations).export(s, wrapped, kek));
          case NONE -> throw noWay(profile, "use bulk = hsm");
        };
    return requireLength(value);
  }

  private static byte[] readValue(
      Session session,
      HsmProfile profile,
      KekOperations operations,
      WrappedDek wrapped,
      TokenKey kek)
      throws TokenException {
    ObjectHandle dek =
        operations.unwrap(session, kek, wrapped, operations.templates().readableDek());
    byte[] value;
    boolean hidden;
    try {
      Attributes read = session.attributes(dek, Cka.VALUE, Cka.SENSITIVE);
      value = read.bytes(Cka.VALUE);
      hidden = Boolean.TRUE.equals(read.bool(Cka.SENSITIVE));
    } finally {
      session.discard(dek);
    }
    if (value == null && hidden) {
      throw noWay(profile, "the token does not let CKA_VALUE be read; use bulk = hsm");
    }
    return value == null ? new byte[0] : value;
  }

  private static byte[] oaepDecrypt(
      Session session,
      HsmProfile profile,
      KekOperations operations,
      WrappedDek wrapped,
      TokenKey kek)
      throws TokenException {
    if (kek.kind() != KeyKind.RSA_KEK) {
      throw noWay(
          profile,
          String.format(
              Locale.ROOT, "bulk = software needs an RSA KEK here; %s is none", kek.ref()));
    }
    Mechanism mechanism = operations.mechanisms().of(wrapped.method());
    return operations.decrypt(session, kek, mechanism, wrapped.blob());
  }

  private static TokenException noWay(HsmProfile profile, String what) {
    return new TokenException(
        String.format(
            Locale.ROOT,
            "A DEK gets out of this module (profile %s) by %s only: %s",
            profile.name(),
            profile.softwareDekPath() == SoftwareDekPath.NONE
                ? "no way"
                : profile.softwareDekPath().name().toLowerCase(Locale.ROOT),
            what),
        false,
        null);
  }
}
