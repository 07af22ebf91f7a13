package dev.kekkai.keyserver.tls;

import dev.kekkai.config.pin.Pin;
import dev.kekkai.config.pin.PinUnavailableException;
import dev.kekkai.keyserver.config.TlsSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Reads the files that the settings name, and sees when they change. */
public final class TlsFiles {
  private final TlsSettings settings;

  /**
   * For the files of a configuration; nothing is read yet.
   *
   * @param settings which files
   */
  public TlsFiles(TlsSettings settings) {
    this.settings = settings;
  }

  /**
   * Reads all of them.
   *
   * @return what fits together
   * @throws TlsFileException when one can't be read or used, or key and certificate are no pair
   */
  public TlsMaterial read() throws TlsFileException {
    List<X509Certificate> clientCas = PemFile.certificates(settings.clientCa());
    TlsMaterial material;
    if (settings.identity() instanceof TlsSettings.Pem pem) {
      List<X509Certificate> chain = PemFile.certificates(pem.certificate());
      String algorithm = chain.get(0).getPublicKey().getAlgorithm();
      material = new TlsMaterial(chain, PemFile.privateKey(pem.key(), algorithm), clientCas);
    } else {
      material = pkcs12((TlsSettings.Pkcs12) settings.identity(), clientCas);
    }
    if (!material.isPair()) {
      throw new TlsFileException(
          "The private key is not the one of the certificate for "
              + material.certificate().getSubjectX500Principal());
    }
    return material;
  }

  private static TlsMaterial pkcs12(TlsSettings.Pkcs12 identity, List<X509Certificate> clientCas)
      throws TlsFileException {
    Path file = identity.file();
    PrivateFile.check(file);
    try (Pin password = identity.password().open();
        InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, password.chars());
      List<String> keys = new ArrayList<>();
      for (String alias : Collections.list(store.aliases())) {
        if (store.isKeyEntry(alias)) {
          keys.add(alias);
        }
      }
      if (keys.size() != 1) {
        throw new TlsFileException(
            file + " must hold exactly one private key, and holds " + keys.size());
      }
      Key key = store.getKey(keys.get(0), password.chars());
      Certificate[] chain = store.getCertificateChain(keys.get(0));
      if (!(key instanceof PrivateKey priv) || chain == null || chain.length == 0) {
        throw new TlsFileException(file + " holds a key without its certificate");
      }
      List<X509Certificate> certificates = new ArrayList<>();
      for (Certificate certificate : chain) {
        certificates.add((X509Certificate) certificate);
      }
      return new TlsMaterial(certificates, priv, clientCas);
    } catch (PinUnavailableException e) {
      throw new TlsFileException("No password for " + file + ": " + e.getMessage());
    } catch (IOException | GeneralSecurityException e) {
      // No cause: its message may quote what it could not read.
      throw new TlsFileException(
          file + " can't be opened: it must be a PKCS#12 file, and tls.password its password");
    }
  }

  /**
   * What the files look like from outside.
   *
   * @return differs when one of them was changed
   */
  String state() {
    StringBuilder state = new StringBuilder();
    for (Path file : files()) {
      try {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        state.append(now.lastModifiedTime()).append(' ').append(now.size()).append(' ');
        state.append(now.fileKey()).append('\n');
      } catch (IOException e) {
        state.append("absent\n");
      }
    }
    return state.toString();
  }

  private List<Path> files() {
    if (settings.identity() instanceof TlsSettings.Pem pem) {
      return List.of(pem.certificate(), pem.key(), settings.clientCa());
    }
    return List.of(((TlsSettings.Pkcs12) settings.identity()).file(), settings.clientCa());
  }
}
