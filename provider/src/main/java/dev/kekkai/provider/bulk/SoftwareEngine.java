package dev.kekkai.provider.bulk;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.TokenSource;
import dev.kekkai.provider.keys.WrappedDek;
import java.security.Provider;
import java.util.Arrays;

/** AES-GCM in software, by the provider that {@code software.provider} names. */
public final class SoftwareEngine implements BulkEngine {
  private final TokenSource source;
  private final DekExport export;

  /**
   * Over one token.
   *
   * @param source where the token comes from
   */
  public SoftwareEngine(TokenSource source) {
    this.source = source;
    this.export = new DekExport(source);
  }

  @Override
  public BulkKey materialise(WrappedDek wrapped, TokenKey kek) throws TokenException {
    Provider provider = SoftwareProvider.named(source.config().bulk().softwareProvider());
    byte[] value = export.rawDek(wrapped, kek);
    try {
      return new SoftwareKey(new MemoryKey(value), provider);
    } finally {
      Arrays.fill(value, (byte) 0);
    }
  }

  /** The caller's; but it reads what the token has written under IVs of its own. */
  @Override
  public IvRule ivs() throws TokenException {
    return new IvRule(false, source.get().profile().gcm().ivBytes());
  }

  @Override
  public String describe() {
    return "in software by " + source.config().bulk().softwareProvider();
  }
}
