package dev.kekkai.cli.file;

import dev.kekkai.cli.CliException;
import dev.kekkai.cli.ExitCode;
import dev.kekkai.config.BulkMode;
import dev.kekkai.config.KekkaiConfig;
import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.KekCatalog;
import dev.kekkai.dekstore.KekRegistry;
import dev.kekkai.formats.stream.StreamDecryptionException;
import dev.kekkai.formats.stream.WrappedStreamDek;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.BadBlobException;
import dev.kekkai.provider.keys.DekHandle;
import dev.kekkai.provider.keys.DekKey;
import dev.kekkai.provider.keys.DekPolicy;
import dev.kekkai.provider.keys.KekRef;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.WrapMethod;
import dev.kekkai.provider.keys.WrappedDek;
import java.util.Optional;
import javax.crypto.SecretKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * DEKs of files: one for each, wrapped in its header and nowhere else. A file's own DEK may encrypt
 * as often as SP 800-38D allows one key, because nobody else uses it.
 */
public final class FileDeks {
  private static final Logger LOG = LoggerFactory.getLogger(FileDeks.class);

  /** As many as there are processors; with four, disks are slower. */
  static final int THREADS = Math.min(4, Runtime.getRuntime().availableProcessors());

  /** SP 800-38D, section 8.3. */
  private static final long MOST_USES = 1L << 32;

  private final KekkaiProvider provider;
  private final Optional<KekRegistry> keks;

  /**
   * Over one token.
   *
   * @param provider a configured provider, with the token connected
   * @param catalog the KEKs of the DEK store, where there is one
   */
  public FileDeks(KekkaiProvider provider, Optional<KekCatalog> catalog) {
    this.provider = provider;
    this.keks = catalog.map(known -> new KekRegistry(provider, known));
  }

  /**
   * The token's provider.
   *
   * @return with the token connected
   */
  public KekkaiProvider provider() {
    return provider;
  }

  /**
   * The version that wraps new DEKs: the store's, proven, where the store knows the KEK.
   *
   * @param kek the KEK's name
   * @return its primary version
   * @throws TokenException when there is none that is fit, or the token is in trouble
   */
  public TokenKey primary(String kek) throws TokenException {
    Optional<TokenKey> known = keks.isPresent() ? keks.get().primaryIfKnown(kek) : Optional.empty();
    return known.isPresent() ? known.get() : provider.tokenKeys().primary(kek);
  }

  /** The version that unwraps what a file holds; a store may have disabled it. */
  private TokenKey unwrapping(WrappedDek wrapped) throws TokenException {
    if (keks.isPresent()) {
      keks.get().requireInUse(wrapped.kek());
    }
    return provider.tokenKeys().find(wrapped.kek());
  }

  /** Opens a new DEK, or one that was wrapped anew. */
  DekHandle open(WrappedDek wrapped, TokenKey kek) throws TokenException {
    return provider.deks().open(wrapped, policy(kek));
  }

  /**
   * Opens what a file's header holds. A header that can't be one of that KEK, whatever is wrong
   * with it, is as wrong as any other part of the file.
   */
  DekHandle open(WrappedStreamDek inFile)
      throws CliException, TokenException, StreamDecryptionException {
    WrappedDek wrapped = wrapped(inFile);
    TokenKey kek = unwrapping(wrapped);
    requireFit(wrapped, kek);
    try {
      return open(wrapped, kek);
    } catch (BadBlobException e) {
      LOG.debug("The DEK in the header does not open: {}", e.getMessage());
      throw new StreamDecryptionException();
    }
  }

  /** Wraps a file's DEK anew. */
  WrappedDek rewrap(WrappedStreamDek inFile, TokenKey to)
      throws CliException, TokenException, StreamDecryptionException {
    WrappedDek wrapped = wrapped(inFile);
    requireFit(wrapped, unwrapping(wrapped));
    try {
      return provider.deks().rewrap(wrapped, to);
    } catch (BadBlobException e) {
      LOG.debug("The DEK in the header does not open: {}", e.getMessage());
      throw new StreamDecryptionException();
    }
  }

  SecretKey key(DekHandle dek) {
    return new DekKey(provider.source(), dek);
  }

  static WrappedStreamDek inFile(WrappedDek wrapped) {
    return new WrappedStreamDek(wrapped.kek().label(), wrapped.method().id(), wrapped.blob());
  }

  private static WrappedDek wrapped(WrappedStreamDek inFile) throws CliException {
    try {
      return new WrappedDek(
          KekRef.parse(inFile.kek()), WrapMethod.ofId(inFile.method()), inFile.blob());
    } catch (IllegalArgumentException e) {
      throw new CliException(
          ExitCode.REFUSED, "The file's DEK can't be unwrapped: " + e.getMessage(), e);
    }
  }

  private static void requireFit(WrappedDek wrapped, TokenKey kek)
      throws StreamDecryptionException {
    boolean keyWrap =
        wrapped.method() == WrapMethod.RFC3394 || wrapped.method() == WrapMethod.RFC5649;
    if (kek.kind() != (keyWrap ? KeyKind.AES_KEK : KeyKind.RSA_KEK)) {
      LOG.debug("{} wraps nothing by {}", kek, wrapped.method().id());
      throw new StreamDecryptionException();
    }
  }

  private DekPolicy policy(TokenKey kek) {
    KekkaiConfig config = provider.source().config();
    BulkMode mode = kek.hsmOnly() ? BulkMode.HSM : config.bulk().mode();
    return new DekPolicy(mode, config.deks().maxAge(), MOST_USES);
  }
}
