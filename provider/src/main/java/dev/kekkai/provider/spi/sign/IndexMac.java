package dev.kekkai.provider.spi.sign;

import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.keys.TokenHmac;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.spi.support.JcaErrors;
import dev.kekkai.provider.spi.support.OwnKeys;
import dev.kekkai.provider.spi.support.SpiContext;
import java.io.ByteArrayOutputStream;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.MacSpi;
import org.jspecify.annotations.Nullable;

/**
 * {@code HmacSHA256} with the key of a blind index, by C_Sign. Input waits for {@code doFinal}. Not
 * thread-safe, like every Mac.
 */
public final class IndexMac extends MacSpi {
  private final SpiContext context;
  private final TokenHmac hmac;
  private final ByteArrayOutputStream input = new ByteArrayOutputStream(0);
  private @Nullable TokenKey key;

  /**
   * An uninitialised Mac.
   *
   * @param context the provider it belongs to
   */
  public IndexMac(SpiContext context) {
    this.context = context;
    this.hmac = new TokenHmac(context.source(), context.keys());
  }

  @Override
  protected int engineGetMacLength() {
    return TokenHmac.BYTES;
  }

  @Override
  protected void engineInit(Key anyKey, @Nullable AlgorithmParameterSpec params)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    if (params != null) {
      throw new InvalidAlgorithmParameterException("HmacSHA256 takes no parameters");
    }
    input.reset();
    TokenKey found = new OwnKeys(context).tokenKey(anyKey, KeyKind.INDEX_KEY, "an index key");
    try {
      key = context.keys().current(found);
    } catch (TokenException e) {
      throw JcaErrors.init(e);
    }
  }

  @Override
  protected void engineUpdate(byte in) {
    input.write(in);
  }

  @Override
  protected void engineUpdate(byte[] in, int offset, int len) {
    input.write(in, offset, len);
  }

  @Override
  protected byte[] engineDoFinal() {
    TokenKey with = key;
    if (with == null) {
      throw new IllegalStateException("This Mac is not initialised");
    }
    byte[] data = input.toByteArray();
    input.reset();
    try {
      return hmac.of(with, data);
    } catch (TokenException e) {
      throw JcaErrors.other(e);
    } finally {
      Arrays.fill(data, (byte) 0);
    }
  }

  @Override
  protected void engineReset() {
    input.reset();
  }
}
