package dev.kekkai.provider.bulk;

import dev.kekkai.config.profile.Gcm;
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
import java.util.concurrent.atomic.AtomicInteger;

/**
 * AES-GCM in the token: the DEK is a session object, sensitive and not extractable, which the token
 * makes from the blob; no byte of it reaches this process.
 */
public final class HsmEngine implements BulkEngine {
  private final TokenSource source;

  /** DEKs that are objects of the token now. */
  private final AtomicInteger objects = new AtomicInteger();

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
    KekOperations operations = source.operations();
    operations.requireUnwrapping(kek);
    HsmGcm gcm = HsmGcm.of(token, source.config());
    takePlace(token.profile());
    boolean made = false;
    try {
      ObjectHandle dek =
          token.withOwner(session -> operations.unwrapForBulk(session, kek, wrapped));
      made = true;
      return new HsmKey(token, dek, gcm, objects::decrementAndGet);
    } finally {
      if (!made) {
        objects.decrementAndGet();
      }
    }
  }

  private void takePlace(HsmProfile profile) throws TokenException {
    int most = profile.session().maxObjects();
    if (objects.incrementAndGet() > most && most > 0) {
      objects.decrementAndGet();
      throw HsmGcm.refused(
          profile,
          String.format(
              Locale.ROOT,
              "takes at most %d DEKs in the token at one time (session.maxObjects): close one"
                  + " first, or use bulk = software",
              most));
    }
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
