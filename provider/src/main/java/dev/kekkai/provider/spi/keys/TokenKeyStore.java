package dev.kekkai.provider.spi.keys;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.keys.KekKey;
import dev.kekkai.provider.keys.KekRef;
import dev.kekkai.provider.keys.KeyNotFoundException;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.TokenPrivateKey;
import dev.kekkai.provider.spi.support.JcaErrors;
import dev.kekkai.provider.spi.support.SpiContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.Key;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.KeyStoreSpi;
import java.security.UnrecoverableEntryException;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.util.Collections;
import java.util.Date;
import java.util.Enumeration;
import java.util.Set;
import java.util.TreeSet;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * The keys on the token by alias: {@code payments} is the primary version, {@code payments.v2} one
 * version. A live view, asked anew at every call. It makes, changes and destroys nothing: keys are
 * made by {@code KeyGenerator} and {@code KeyPairGenerator}, and destroyed in a ceremony of the
 * token's own.
 */
public final class TokenKeyStore extends KeyStoreSpi {
  private static final String READ_ONLY =
      "The key store shows the token's keys and changes none: make KEKs with KeyGenerator or"
          + " KeyPairGenerator and a KekSpec, import DEKs with SecretKeyFactory, destroy keys with"
          + " the token's own tool";

  private final SpiContext context;

  /**
   * Not loaded yet; the token is not touched.
   *
   * @param context the provider it belongs to
   */
  public TokenKeyStore(SpiContext context) {
    this.context = context;
  }

  /**
   * Connects and logs in with the configured PIN source; a password given here is not looked at.
   */
  @Override
  public void engineLoad(@Nullable InputStream stream, char @Nullable [] password)
      throws IOException {
    if (stream != null) {
      throw new IOException("The keys are on the token: load(null, null)");
    }
    try {
      context.token();
    } catch (TokenException e) {
      throw JcaErrors.load(e);
    }
  }

  @Override
  public @Nullable Key engineGetKey(String alias, char @Nullable [] password)
      throws UnrecoverableKeyException {
    if (!isAlias(alias)) {
      return null;
    }
    try {
      TokenKey key = context.keys().find(alias);
      return key.publicKey() == null
          ? new KekKey(context.source(), key)
          : TokenPrivateKey.of(context.source(), key);
    } catch (KeyNotFoundException e) {
      return null;
    } catch (TokenException e) {
      throw JcaErrors.getKey(e);
    }
  }

  @Override
  public KeyStore.@Nullable Entry engineGetEntry(
      String alias, KeyStore.@Nullable ProtectionParameter protection)
      throws KeyStoreException, UnrecoverableEntryException {
    Key key = engineGetKey(alias, null);
    if (key instanceof SecretKey secret) {
      return new KeyStore.SecretKeyEntry(secret);
    }
    if (key != null) {
      throw new UnrecoverableEntryException(
          "A private key on the token has no certificate, so it is no entry; use getKey");
    }
    return null;
  }

  private static boolean isAlias(@Nullable String alias) {
    return alias != null && (KekRef.isLabel(alias) || KekRef.isName(alias));
  }

  private Set<String> aliases() {
    try {
      Set<String> aliases = new TreeSet<>();
      for (KekRef ref : context.keys().labels()) {
        aliases.add(ref.name());
        aliases.add(ref.label());
      }
      return aliases;
    } catch (TokenException e) {
      throw JcaErrors.other(e);
    }
  }

  @Override
  public Enumeration<String> engineAliases() {
    return Collections.enumeration(aliases());
  }

  @Override
  public boolean engineContainsAlias(String alias) {
    return aliases().contains(alias);
  }

  @Override
  public int engineSize() {
    return aliases().size();
  }

  @Override
  public boolean engineIsKeyEntry(String alias) {
    return engineContainsAlias(alias);
  }

  @Override
  public @Nullable Date engineGetCreationDate(String alias) {
    if (!isAlias(alias)) {
      return null;
    }
    try {
      return context.keys().find(alias).created().map(Date::from).orElse(null);
    } catch (TokenException e) {
      return null; // unknown, as for a key that is not there or must not be used
    }
  }

  @Override
  public boolean engineIsCertificateEntry(String alias) {
    return false;
  }

  @Override
  public @Nullable Certificate engineGetCertificate(String alias) {
    return null;
  }

  @Override
  public Certificate @Nullable [] engineGetCertificateChain(String alias) {
    return null;
  }

  @Override
  public @Nullable String engineGetCertificateAlias(Certificate certificate) {
    return null;
  }

  @Override
  public void engineSetKeyEntry(String alias, Key key, char[] password, Certificate[] chain)
      throws KeyStoreException {
    throw new KeyStoreException(READ_ONLY);
  }

  @Override
  public void engineSetKeyEntry(String alias, byte[] key, Certificate[] chain)
      throws KeyStoreException {
    throw new KeyStoreException(READ_ONLY);
  }

  @Override
  public void engineSetCertificateEntry(String alias, Certificate certificate)
      throws KeyStoreException {
    throw new KeyStoreException(READ_ONLY);
  }

  @Override
  public void engineDeleteEntry(String alias) throws KeyStoreException {
    throw new KeyStoreException(READ_ONLY);
  }

  @Override
  public void engineStore(@Nullable OutputStream stream, char[] password) throws IOException {
    throw new IOException(READ_ONLY);
  }
}
