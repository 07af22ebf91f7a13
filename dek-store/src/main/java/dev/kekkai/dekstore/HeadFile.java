package dev.kekkai.dekstore;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.concurrent.SharedFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A store's head outside its database, signed by a key in the token; the form is in {@code
 * docs/formats/store-head.md}. Never written back to an older head, also where several processes
 * write it. Thread-safe.
 */
final class HeadFile {
  private static final int LONGEST = 1024;
  private static final Pattern FORM =
      Pattern.compile(
          "(kekkai store head v1\\nstore ([0-9a-f-]{36})\\ncounter ([0-9]{1,18})\\nroot"
              + " ([0-9a-f]{0,64})\\nkeks ([0-9a-f]{0,64})\\nkey ([0-9a-f]{0,512})\\n)signature ([A-Za-z0-9+/=]{1,200})\\n");

  private final Path file;
  private final HeadSeal seal;

  HeadFile(Path file, HeadSeal seal) {
    this.file = file;
    this.seal = seal;
  }

  /** Signs, and verifies. */
  interface HeadSeal {
    /** CKA_ID of the key, in hexadecimal. */
    String keyId();

    byte[] sign(byte[] message) throws TokenException;

    boolean verify(byte[] message, byte[] signature) throws TokenException;
  }

  /**
   * The head in the file; null when there is no file.
   *
   * @throws StoreException when the file can't be read, is a link or no file, or the token's key
   *     did not sign it
   */
  @Nullable StoreHead read() throws TokenException {
    try {
      BasicFileAttributes is =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!is
          .isRegularFile()) { // a link may lead to an older head, a pipe keeps its reader waiting
        throw refused(is.isSymbolicLink() ? "it is a symbolic link" : "it is no regular file");
      }
      try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
        byte[] text = in.readNBytes(LONGEST + 1);
        if (text.length > LONGEST) {
          throw refused("it has more than " + LONGEST + " bytes");
        }
        return parse(new String(text, StandardCharsets.US_ASCII));
      }
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw new StoreException("The head file " + file + " can't be read: " + e.getMessage(), e);
    }
  }

  private StoreHead parse(String text) throws TokenException {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw refused("it is no store head of version 1");
    }
    if (!parts.group(6).equals(seal.keyId())) {
      throw refused("another key than the token's signed it");
    }
    byte[] signature;
    try {
      signature = Base64.getDecoder().decode(parts.group(7));
    } catch (IllegalArgumentException e) {
      throw refused("its signature is no base64");
    }
    if (!seal.verify(parts.group(1).getBytes(StandardCharsets.US_ASCII), signature)) {
      throw refused("its signature does not fit");
    }
    return new StoreHead(
        UUID.fromString(parts.group(2)),
        Long.parseLong(parts.group(3)),
        parts.group(4),
        parts.group(5));
  }

  private StoreException refused(String why) {
    return new StoreException(
        "The head file "
            + file
            + " is refused: "
            + why
            + ". Put it back from a backup of this host, or name another file",
        null);
  }

  /** Writes a head, unless the file has a newer one. */
  void write(StoreHead head) throws TokenException {
    try {
      new SharedFile(file)
          .change(
              () -> {
                StoreHead there = read();
                return there == null || there.counter() < head.counter() ? text(head) : null;
              });
    } catch (IOException e) {
      throw new StoreException("The head file " + file + " can't be written: " + e.getMessage(), e);
    }
  }

  private String text(StoreHead head) throws TokenException {
    String signed =
        "kekkai store head v1\nstore "
            + head.store()
            + "\ncounter "
            + head.counter()
            + "\nroot "
            + head.root()
            + "\nkeks "
            + head.keks()
            + "\nkey "
            + seal.keyId()
            + "\n";
    byte[] signature = seal.sign(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + "signature " + Base64.getEncoder().encodeToString(signature) + "\n";
  }
}
