package dev.kekkai.cli.cms;

import dev.kekkai.cli.CliException;
import dev.kekkai.cli.file.FileNames;
import dev.kekkai.cli.file.FileTrouble;
import dev.kekkai.cli.file.NewFile;
import dev.kekkai.cli.progress.Progress;
import dev.kekkai.cli.progress.ProgressInput;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.DekHandle;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;

/**
 * Opens a CMS with an RSA KEK on the token. Bouncy Castle decrypts, because it is the one that
 * gives out plaintext before it has seen the tag; so the new file gets its name only after that.
 */
public final class CmsDecryption {
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final SecretKey BLANK = new SecretKeySpec(new byte[32], "AES");

  private final KekkaiProvider kekkai;
  private final @Nullable X509Certificate certificate;
  private final Provider bouncyCastle = new BouncyCastleProvider();

  /**
   * For one token's KEKs.
   *
   * @param kekkai a configured provider, with the token connected
   * @param certificate one of a KEK, where the CMS may name it after that; or null
   */
  public CmsDecryption(KekkaiProvider kekkai, @Nullable X509Certificate certificate) {
    this.kekkai = kekkai;
    this.certificate = certificate;
  }

  /**
   * Where a decrypted file goes.
   *
   * @param from the CMS
   * @return the same name without its suffix
   * @throws CliException when it has none
   */
  public static Path target(Path from) throws CliException {
    return FileNames.withoutSuffix(from, CmsEncryption.SUFFIX);
  }

  /**
   * Decrypts a file.
   *
   * @param from the CMS, which stays as it is
   * @param to the new file, which only its owner may read
   * @param progress hears how much of it is read
   * @return what was done, for a person
   * @throws CliException when the file is no good CMS, none of its recipients is a KEK here, or the
   *     new file exists
   * @throws TokenException when the KEK is unfit, or the token in trouble
   * @throws IOException when a file can't be read or written
   */
  public String decrypt(Path from, Path to, Progress progress)
      throws CliException, TokenException, IOException {
    CmsKeks.requireSoftware(kekkai);
    return FileTrouble.naming(
        from,
        () -> {
          try (InputStream in = new ProgressInput(Files.newInputStream(from), progress)) {
            CmsReader reader = CmsReader.open(in);
            CmsKeks keks = new CmsKeks(kekkai);
            CmsKeks.Match match = keks.match(reader.recipients(), certificate);
            // The target first: otherwise the exit code would tell of a taken one whether the DEK
            // opens.
            try (NewFile out = NewFile.create(to, true);
                DekHandle dek = keks.open(match)) {
              decrypt(reader, dek, out.out());
              out.commit();
            }
            return "Decrypted " + from + " to " + to + " under " + match.kek().ref();
          }
        });
  }

  private void decrypt(CmsReader reader, DekHandle dek, OutputStream out)
      throws TokenException, IOException, GeneralSecurityException {
    GCMParameterSpec parameters =
        new GCMParameterSpec(CmsReader.TAG_BYTES * Byte.SIZE, reader.nonce());
    try (DekHandle.Lease lease = dek.forDecryption()) {
      Cipher cipher = lease.key().decryption(bouncyCastle, parameters);
      try {
        decrypt(reader, cipher, out);
      } finally {
        forget(cipher, parameters);
      }
    }
  }

  /** Takes the key out of the Cipher, which keeps it until the next one comes. */
  private static void forget(Cipher cipher, GCMParameterSpec parameters) {
    try {
      cipher.init(Cipher.DECRYPT_MODE, BLANK, parameters);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Bouncy Castle has taken another key before", e);
    }
  }

  private static void decrypt(CmsReader reader, Cipher cipher, OutputStream out)
      throws IOException, CmsDecryptionException {
    byte[] sealed = new byte[BUFFER_BYTES];
    byte[] opened = new byte[BUFFER_BYTES + 2 * CmsReader.TAG_BYTES];
    try {
      for (int read = reader.read(sealed); read >= 0; read = reader.read(sealed)) {
        out.write(opened, 0, update(cipher, sealed, read, opened));
      }
      out.write(opened, 0, finish(cipher, reader.tag(), opened));
    } finally {
      Arrays.fill(opened, (byte) 0);
    }
  }

  private static int update(Cipher cipher, byte[] sealed, int length, byte[] opened)
      throws CmsDecryptionException {
    try {
      return cipher.update(sealed, 0, length, opened);
    } catch (IllegalStateException e) { // more than the 2^32 blocks that GCM has
      throw new CmsDecryptionException();
    } catch (ShortBufferException e) {
      throw new IllegalStateException("There is room for two blocks more", e);
    }
  }

  private static int finish(Cipher cipher, byte[] tag, byte[] opened)
      throws CmsDecryptionException {
    try {
      return cipher.doFinal(tag, 0, tag.length, opened);
    } catch (BadPaddingException | IllegalBlockSizeException | IllegalStateException e) {
      throw new CmsDecryptionException();
    } catch (ShortBufferException e) {
      throw new IllegalStateException("There is room for two blocks more", e);
    }
  }
}
