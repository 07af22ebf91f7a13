package dev.kekkai.provider.bulk;

import dev.kekkai.config.profile.Gcm;
import dev.kekkai.config.profile.IvSource;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.Token;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.keys.KekOperations;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.TokenSource;
import dev.kekkai.provider.keys.WrappedDek;

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
    HsmGcm gcm = HsmGcm.of(token, source.config());
    KekOperations operations = source.operations();
    ObjectHandle dek = token.withOwner(session -> operations.unwrapForBulk(session, kek, wrapped));
    return new HsmKey(token, dek, gcm);
  }

  @Override
  public IvRule ivs() throws TokenException {
    Gcm gcm = source.get().profile().gcm();
    return new IvRule(gcm.ivSource() == IvSource.HSM, gcm.ivBytes());
  }

  @Override
  public String describe() {
    return "in the HSM";
  }
}
