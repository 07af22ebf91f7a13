package dev.kekkai.cli.cms;

import dev.kekkai.cli.CliException;
import dev.kekkai.cli.ExitCode;
import dev.kekkai.cli.file.FileTrouble;
import dev.kekkai.cli.file.NewFile;
import dev.kekkai.cli.progress.Progress;
import dev.kekkai.cli.progress.ProgressInput;
import dev.kekkai.cryptoki.TokenException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.util.List;
import java.util.stream.Collectors;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSAuthEnvelopedDataStreamGenerator;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OutputAEADEncryptor;

/** Seals a file as a CMS, in software and offline: it takes public keys only. */
public final class CmsEncryption {
  /** What the command appends to a file's name (RFC 8551, section 3.2.1). */
  static final String SUFFIX = ".p7m";

  /** SP 800-38D, section 5.2.1.1: 2^39 - 256 bits. */
  static final long MOST_BYTES = (1L << 36) - 32;

  private static final int CHUNK_BYTES = 64 * 1024;

  private final List<CmsRecipient> recipients;
  private final Provider bouncyCastle = new BouncyCastleProvider();

  /**
   * For some recipients.
   *
   * @param recipients each of them opens the file alone
   */
  public CmsEncryption(List<CmsRecipient> recipients) {
    this.recipients = List.copyOf(recipients);
  }

  /**
   * Where an encrypted file goes.
   *
   * @param from the file to encrypt
   * @return the same name with a suffix
   */
  public static Path target(Path from) {
    return from.resolveSibling(from.getFileName() + SUFFIX);
  }

  /**
   * Encrypts a file.
   *
   * @param from the file, which stays as it is
   * @param to the new file
   * @param progress hears how much of it is read
   * @return what was done, for a person
   * @throws CliException when there is no such file, it is too long, or the new one exists
   * @throws TokenException never: no token is needed
   * @throws IOException when a file can't be read or written
   */
  public String encrypt(Path from, Path to, Progress progress)
      throws CliException, TokenException, IOException {
    FileTrouble.requireFile(from, "; a value comes from standard input, never as an argument");
    if (Files.isRegularFile(from) && Files.size(from) > MOST_BYTES) {
      throw tooLong(from);
    }
    return FileTrouble.naming(
        from,
        () -> {
          try (InputStream in = new ProgressInput(Files.newInputStream(from), progress);
              NewFile out = NewFile.create(to, false)) {
            seal(from, in, out.out());
            out.commit();
          } catch (CMSException e) {
            throw new CliException(
                ExitCode.FAILED, "No key could be wrapped: " + e.getMessage(), e);
          }
          return "Encrypted " + from + " to " + to + " for " + names();
        });
  }

  private String names() {
    return recipients.stream().map(CmsRecipient::toString).collect(Collectors.joining("; and "));
  }

  private void seal(Path from, InputStream in, OutputStream out)
      throws CMSException, CliException, IOException {
    CMSAuthEnvelopedDataStreamGenerator generator = new CMSAuthEnvelopedDataStreamGenerator();
    generator.setBufferSize(CHUNK_BYTES);
    recipients.forEach(r -> generator.addRecipientInfoGenerator(r.generator()));
    OutputAEADEncryptor content =
        (OutputAEADEncryptor)
            new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_GCM)
                .setProvider(bouncyCastle)
                .build();
    OutputStream sealed = generator.open(out, content);
    byte[] buffer = new byte[CHUNK_BYTES];
    long length = 0;
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      length += read;
      if (length > MOST_BYTES) {
        throw tooLong(from);
      }
      sealed.write(buffer, 0, read);
    }
    sealed.close(); // not in a finally: it would end the message as if it were whole
  }

  private static CliException tooLong(Path from) {
    return new CliException(
        ExitCode.USAGE,
        from
            + " has more than the "
            + MOST_BYTES
            + " bytes (64 GiB) that one message of AES-GCM may have: encrypt it without --cms");
  }
}
