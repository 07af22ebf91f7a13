package dev.kekkai.provider.bulk;

import dev.kekkai.config.KekkaiConfig;
import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.config.profile.IvSource;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.Token;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.keys.KekOperations;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.TokenSource;
import dev.kekkai.provider.keys.WrappedDek;
import java.util.Locale;

/**
 * AES-GCM in the token: the DEK is a session object, sensitive and not extractable, which the token
 * makes from the blob; no byte of it reaches this process.
 */
public final class HsmEngine implements BulkEngine {
  private final TokenSource source;

  /**
   * Over one token.
   *
   * @param source where the token comes from
   */
  public HsmEngine(TokenSource source) {
    this.source = source;
  }

  @Override
  public BulkKey materialise(WrappedDek wrapped, TokenKey kek) throws TokenException {
    Token token = source.get();
    HsmProfile profile = token.profile();
    GcmLimits limits = GcmLimits.of(profile, source.config());
    KekOperations operations = source.operations();
    ObjectHandle dek = token.withOwner(session -> operations.unwrapForBulk(session, kek, wrapped));
    return new HsmKey(token, dek, limits);
  }

  @Override
  public String describe() {
    return "in the HSM";
  }

  /** Limits of in-HSM GCM on one module. */
  record GcmLimits(long mechanism, int maxBytes, boolean multipart, HsmProfile profile) {
    static GcmLimits of(HsmProfile profile, KekkaiConfig config) throws TokenException {
      if (profile.gcm().mechanism().isEmpty()) {
        throw new TokenException(
            String.format(
                Locale.ROOT,
                "This module (profile %s) has no AES-GCM; use bulk = software",
                profile.name()),
            false,
            null);
      }
      if (profile.gcm().ivSource() == IvSource.HSM) {
        throw new TokenException(
            String.format(
                Locale.ROOT,
                "This module (profile %s) makes its own GCM IVs, which in-HSM encryption can't take"
                    + " yet; use bulk = software",
                profile.name()),
            false,
            null);
      }
      Integer configured = config.bulk().hsmMaxMessage();
      return new GcmLimits(
          profile.gcm().mechanism().getAsLong(),
          configured != null ? configured : profile.gcm().maxBytes(),
          profile.gcm().multipart(),
          profile);
    }
  }
}
