package dev.kekkai.provider.spi.sign;

import dev.kekkai.cryptoki.Session;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.spi.support.JcaErrors;
import dev.kekkai.provider.spi.support.SpiContext;
import java.security.SecureRandomSpi;

/** The token's random numbers (C_GenerateRandom), fetched in chunks. Thread-safe. */
public final class TokenRandom extends SecureRandomSpi {
  private static final long serialVersionUID = 1L;

  /** Small enough for every HSM known. */
  private static final int CHUNK = 1024;

  private final transient SpiContext context;

  /**
   * The token is not touched before the first bytes are wanted.
   *
   * @param context the provider it belongs to
   */
  public TokenRandom(SpiContext context) {
    this.context = context;
  }

  /** Does nothing: the token seeds its generator itself. */
  @Override
  protected void engineSetSeed(byte[] seed) {
    // A seed can't make the token's generator worse, and need not make it better.
  }

  @Override
  protected void engineNextBytes(byte[] bytes) {
    for (int done = 0; done < bytes.length; done += CHUNK) {
      byte[] chunk = new byte[Math.min(CHUNK, bytes.length - done)];
      try {
        context.source().retrying(() -> context.token().with(session -> fill(session, chunk)));
      } catch (TokenException e) {
        throw JcaErrors.other(e);
      }
      System.arraycopy(chunk, 0, bytes, done, chunk.length);
    }
  }

  private static boolean fill(Session session, byte[] chunk) throws TokenException {
    session.generateRandom(chunk);
    return true;
  }

  @Override
  protected byte[] engineGenerateSeed(int numBytes) {
    byte[] seed = new byte[numBytes];
    engineNextBytes(seed);
    return seed;
  }
}
