package dev.kekkai.cli.cms;

import dev.kekkai.cli.CliException;
import dev.kekkai.cli.ExitCode;
import dev.kekkai.config.BulkMode;
import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.BadBlobException;
import dev.kekkai.provider.keys.DekHandle;
import dev.kekkai.provider.keys.DekPolicy;
import dev.kekkai.provider.keys.KekRef;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.WrapMechanisms;
import dev.kekkai.provider.keys.WrappedDek;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The RSA KEKs of a token, as CMS sees them. */
final class CmsKeks {
  private static final Logger LOG = LoggerFactory.getLogger(CmsKeks.class);

  private final KekkaiProvider provider;

  CmsKeks(KekkaiProvider provider) {
    this.provider = provider;
  }

  /**
   * A content is one message of AES-GCM, which no token takes bit by bit: its DEK has to be in
   * memory, and that is for the operator to allow.
   */
  static void requireSoftware(KekkaiProvider provider) throws CliException {
    if (provider.source().config().bulk().mode() != BulkMode.SOFTWARE) {
      throw new CliException(
          ExitCode.USAGE,
          "A CMS is one message of AES-GCM, which no token takes bit by bit: it needs bulk ="
              + " software in the configuration, or the stream format, without --cms");
    }
  }

  /** Refuses a KEK that can't open what is sealed for it. */
  static void requireFit(TokenKey kek) throws CliException {
    if (kek.kind() != KeyKind.RSA_KEK || kek.hsmOnly()) {
      throw new CliException(
          ExitCode.USAGE,
          kek.ref()
              + (kek.hsmOnly()
                  ? " is hsm-only, and a CMS is opened in software"
                  : " is no RSA KEK, which a CMS is for: make one with 'kekkai kek create NAME"
                      + " --type rsa'"));
    }
  }

  /**
   * A recipient and the KEK it means.
   *
   * @param recipient one of the CMS's
   * @param kek a KEK on the token
   */
  record Match(KeyTransport recipient, TokenKey kek) {}

  /**
   * The first recipient that is one of the token's KEKs.
   *
   * @param certificate of a KEK, where a recipient may be named after that; or null
   */
  Match match(List<KeyTransport> recipients, @Nullable X509Certificate certificate)
      throws CliException, TokenException {
    for (KekRef ref : provider.tokenKeys().labels()) {
      TokenKey kek = rsaKek(ref);
      PublicKey key = kek == null ? null : kek.publicKey();
      if (kek != null && key != null) {
        KekIdentity own = KekIdentity.of(ref, key);
        KekIdentity other =
            certificate != null && certificate.getPublicKey().equals(key)
                ? KekIdentity.of(certificate)
                : own;
        for (KeyTransport recipient : recipients) {
          if (own.isMeantBy(recipient) || other.isMeantBy(recipient)) {
            return new Match(recipient, kek);
          }
        }
      }
    }
    throw new CliException(
        ExitCode.NOT_FOUND,
        "None of its "
            + recipients.size()
            + " RSA recipients is a KEK of this token, by key identifier or by the certificate of"
            + " 'kekkai kek export'; one that another certificate names is found with --cert FILE");
  }

  /** Null for any other key, and for one that may not be used. */
  private @Nullable TokenKey rsaKek(KekRef ref) throws TokenException {
    try {
      TokenKey key = provider.tokenKeys().find(ref);
      return key.kind() == KeyKind.RSA_KEK ? key : null;
    } catch (TokenException e) {
      if (e.retryable()) {
        throw e;
      }
      LOG.debug("Passed over {}: {}", ref, e.getMessage());
      return null;
    }
  }

  private void requireOffered(Oaep oaep) throws TokenException, CmsFormatException {
    WrapMechanisms mechanisms = provider.source().operations().mechanisms();
    try {
      mechanisms.of(oaep.method());
    } catch (TokenException e) {
      throw new CmsFormatException(
          "Its key is wrapped by RSA-OAEP with "
              + oaep
              + ", which this token has not; openssl cms -encrypt takes another hash when told"
              + " -keyopt rsa_oaep_md:HASH",
          e);
    }
  }

  /** Unwraps the content's key; whatever is wrong with it is as wrong as anything else. */
  DekHandle open(Match match)
      throws CliException, TokenException, CmsFormatException, CmsDecryptionException {
    requireFit(match.kek());
    Oaep oaep = Oaep.of(match.recipient().algorithm());
    requireOffered(oaep);
    byte[] blob = match.recipient().blob();
    if (blob.length == 0 || blob.length > WrappedDek.MAX_BLOB) {
      throw new CmsDecryptionException();
    }
    try {
      return provider
          .deks()
          .open(
              new WrappedDek(match.kek().ref(), oaep.method(), blob),
              new DekPolicy(BulkMode.SOFTWARE, provider.source().config().deks().maxAge(), 1));
    } catch (BadBlobException e) {
      LOG.debug("The key of the content does not open: {}", e.getMessage());
      throw new CmsDecryptionException();
    }
  }
}
