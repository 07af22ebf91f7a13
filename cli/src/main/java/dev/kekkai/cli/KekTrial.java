package dev.kekkai.cli;

import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.config.profile.Knobs;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.formats.envelope.EnvelopeFormatException;
import dev.kekkai.formats.envelope.EnvelopeOpenException;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.TokenTroubleException;
import dev.kekkai.provider.keys.BadBlobException;
import dev.kekkai.provider.keys.TokenKey;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a KEK can be used for what it is made for: some modules make keys that they can do
 * nothing with.
 */
final class KekTrial {
  private final KekkaiProvider provider;
  private final HsmProfile profile;
  private final KeyKind kind;

  KekTrial(KekkaiProvider provider, KeyKind kind) throws TokenException {
    this.provider = provider;
    this.profile = provider.source().get().profile();
    this.kind = kind;
  }

  /** Refuses a kind of which the profile knows that the module can't use it. */
  void refuseUseless() throws CliException {
    String why =
        switch (kind) {
          case AES_KEK ->
              profile.wrap().functions() && profile.wrap().rfc3394().isEmpty()
                  ? "has no mechanism that wraps DEKs under an AES KEK (wrap.rfc3394 = none)"
                  : "";
          case RSA_KEK -> profile.oaep().hashes().isEmpty() ? "has no RSA-OAEP" : "";
          case EC_KEK ->
              profile.ecdh().derivedReadable()
                  ? ""
                  : "does not let a secret of ECDH be read (ecdh.derivedReadable = no)";
          case DEK, INDEX_KEY, SEAL_KEY -> "";
        };
    if (!why.isEmpty() && unverified().isEmpty()) {
      throw new CliException(
          ExitCode.FAILED,
          String.format(
              Locale.ROOT,
              "This module (profile %s) %s: %s would be of no use, and is not made. %s",
              profile.name(),
              why,
              name(),
              instead()));
    }
  }

  /**
   * Has a KEK wrap and unwrap a throw-away DEK, an EC one open a throw-away item. One that can't,
   * although the token is there, is destroyed: it was made just now, and nobody can have used it.
   *
   * @return why it was not tried; empty when it was, and works
   */
  Optional<String> prove(TokenKey made) throws CliException {
    Optional<String> unverified = unverified();
    if (unverified.isPresent()) {
      return unverified;
    }
    DoctorKeys keys = new DoctorKeys(provider, made);
    try {
      if (kind == KeyKind.EC_KEK) {
        keys.seal();
      } else {
        keys.wrap();
      }
      return Optional.empty();
    } catch (TokenException
        | EnvelopeFormatException
        | EnvelopeOpenException
        | RuntimeException e) { // as of JCA, where a token refuses
      throw failed(made, e);
    }
  }

  private CliException failed(TokenKey made, Exception why) {
    if (mayPass(why) || !answers()) {
      return new CliException(
          ExitCode.TOKEN,
          String.format(
              Locale.ROOT,
              "%s was made, but could not be tried: %s. It is on the token: when that works again, see"
                  + " with 'kekkai doctor --quick' and kek = %s whether it can be used",
              made.ref(),
              Failures.message(why),
              made.ref().name()),
          why);
    }
    String end = destroyed(made, why);
    return new CliException(
        ExitCode.FAILED,
        String.format(
            Locale.ROOT,
            "The token makes %s and can't use it: %s could not %s (%s). %s. %s",
            name(),
            made.ref(),
            kind == KeyKind.EC_KEK ? "open what was sealed for it" : "wrap and unwrap a DEK",
            Failures.message(why),
            end,
            instead()),
        why);
  }

  /** Whether it may be trouble that passes: a key is not destroyed for that. */
  private static boolean mayPass(Exception why) {
    for (Throwable t = why; t != null; t = t.getCause()) {
      if ((t instanceof TokenException token && token.retryable())
          || (t instanceof TokenTroubleException trouble && trouble.retryable())
          || (t instanceof BadBlobException blob && blob.mayBeTrouble())) {
        return true;
      }
    }
    return false;
  }

  private String destroyed(TokenKey made, Exception why) {
    try {
      provider.maker().destroy(made.ref(), made.id());
      return "It is destroyed again";
    } catch (TokenException e) {
      why.addSuppressed(e);
      return "It is still on the token, which refused to destroy it (" + Failures.message(e) + ")";
    }
  }

  /** Whether the token is there, whatever it can't do with the key. */
  private boolean answers() {
    try {
      Template none = Template.builder().with(Cka.LABEL, "kekkai: no such key").build();
      return provider.source().get().with(session -> session.find(none).isEmpty());
    } catch (TokenException e) {
      return false;
    }
  }

  private Optional<String> unverified() {
    return switch (kind) {
      case AES_KEK -> profile.unverified(Knobs.WRAP_FUNCTIONS, Knobs.WRAP_RFC3394);
      case EC_KEK -> profile.unverified(Knobs.ECDH_DERIVED_READABLE);
      case RSA_KEK, DEK, INDEX_KEY, SEAL_KEY -> profile.unverified(Knobs.WRAP_FUNCTIONS);
    };
  }

  private String name() {
    return switch (kind) {
      case AES_KEK -> "an AES KEK";
      case RSA_KEK -> "an RSA KEK";
      case EC_KEK -> "an EC KEK";
      case DEK, INDEX_KEY, SEAL_KEY -> "such a key";
    };
  }

  /** By what the profile says that the module can. */
  private String instead() {
    boolean rsa = kind != KeyKind.RSA_KEK && !profile.oaep().hashes().isEmpty();
    boolean aes =
        kind != KeyKind.AES_KEK
            && profile.wrap().functions()
            && profile.wrap().rfc3394().isPresent();
    if (rsa) {
      return "An RSA KEK may be of use (--type rsa: RSA-OAEP with "
          + String.join(", ", profile.oaep().hashes())
          + ")"
          + (kind == KeyKind.AES_KEK
              ? ", but not for the DEK store, which takes AES KEKs only"
              : "");
    }
    if (aes) {
      return "An AES KEK may be of use (--type aes)";
    }
    return "'kekkai doctor' says what this token can do";
  }
}
