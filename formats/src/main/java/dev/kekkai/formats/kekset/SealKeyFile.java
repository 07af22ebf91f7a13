package dev.kekkai.formats.kekset;

import dev.kekkai.formats.encoding.NistCurve;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.ProviderException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Public seal keys as a file that clients pin: PEM, {@code PUBLIC KEY} (SubjectPublicKeyInfo, RFC
 * 7468 section 13), one block for each key. Text outside of blocks is for people.
 */
public final class SealKeyFile {
  /** The longest file, in bytes (64 KiB). */
  public static final int MAX_BYTES = 64 * 1024;

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

  private static final String BEGIN = "-----BEGIN ";
  private static final String LABEL = "PUBLIC KEY";

  private SealKeyFile() {}

  /**
   * Reads a file.
   *
   * @param file with one key or several
   * @return the keys, in order; at least one
   * @throws IOException when the file can't be read
   * @throws InvalidKeyException when it is too long, or holds something else than public EC keys on
   *     P-256, P-384 or P-521
   */
  public static List<ECPublicKey> read(Path file) throws IOException, InvalidKeyException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    }
    return parse(new String(bytes, StandardCharsets.ISO_8859_1));
  }

  /**
   * Reads the text of such a file.
   *
   * @param pem one key or several
   * @return the keys, in order; at least one
   * @throws InvalidKeyException as {@link #read}
   */
  public static List<ECPublicKey> parse(String pem) throws InvalidKeyException {
    if (pem.length() > MAX_BYTES) {
      throw new InvalidKeyException("A file of public seal keys has at most 64 KiB");
    }
    List<ECPublicKey> keys = new ArrayList<>();
    Matcher block = BLOCK.matcher(pem);
    while (block.find()) {
      if (!block.group(1).equals(LABEL)) {
        throw new InvalidKeyException(
            "A PEM block is a " + block.group(1) + "; seal keys to pin are each a " + LABEL);
      }
      keys.add(key(block.group(2)));
    }
    if (keys.isEmpty() || keys.size() != count(pem, BEGIN)) {
      throw new InvalidKeyException(
          "Not PEM: blocks from -----BEGIN PUBLIC KEY----- to -----END PUBLIC KEY----- with base64"
              + " between them, at least one");
    }
    return List.copyOf(keys);
  }

  private static int count(String text, String part) {
    int count = 0;
    for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
      count++;
    }
    return count;
  }

  private static ECPublicKey key(String base64) throws InvalidKeyException {
    try {
      byte[] der = Base64.getMimeDecoder().decode(base64);
      ECPublicKey key =
          (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der));
      if (NistCurve.of(key).isPresent()) {
        return key;
      }
    } catch (InvalidKeySpecException | IllegalArgumentException e) {
      throw new InvalidKeyException("A PEM block holds no public EC key", e);
    } catch (NoSuchAlgorithmException e) {
      throw new ProviderException("No provider offers EC keys", e);
    }
    throw new InvalidKeyException("A seal key is a point on " + NistCurve.NAMES + ", not this");
  }

  /**
   * Writes a file, replacing it as a whole.
   *
   * @param file where to
   * @param keys the keys, in order
   * @throws IOException when it can't be written; what was there before is still there
   */
  public static void write(Path file, Collection<ECPublicKey> keys) throws IOException {
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(beside, format(keys), StandardCharsets.US_ASCII);
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * The text of such a file.
   *
   * @param keys the keys, in order
   * @return PEM
   */
  public static String format(Collection<ECPublicKey> keys) {
    StringBuilder pem = new StringBuilder();
    Base64.Encoder encoder = Base64.getMimeEncoder(64, new byte[] {'\n'});
    for (ECPublicKey key : keys) {
      pem.append("-----BEGIN PUBLIC KEY-----\n")
          .append(encoder.encodeToString(key.getEncoded()))
          .append("\n-----END PUBLIC KEY-----\n");
    }
    return pem.toString();
  }
}
