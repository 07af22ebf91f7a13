package dev.kekkai.provider.keys;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.concurrent.SharedFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The adopted keys of a token in a file, with a MAC by a key of that token; the form is in {@code
 * docs/formats/adopted-keys.md}.
 */
final class AdoptionFile {
  private static final int LONGEST = 64 * 1024;
  private static final int MOST = 100;
  private static final String NO_LIST = "it is no list of adopted keys of version 1";
  private static final Pattern FORM =
      Pattern.compile(
          "(kekkai adopted keys v1\\nkey ([0-9a-f]{1,128})\\n((?:kek [ -~]{1,500}\\n){1,"
              + MOST
              + "}))mac ([A-Za-z0-9+/=]{44})\\n");

  private final Path file;
  private final Seal seal;

  AdoptionFile(Path file, Seal seal) {
    this.file = file;
    this.seal = seal;
  }

  /** Computes the MAC, with a key of the token. */
  interface Seal {
    /** CKA_ID of the key, in hexadecimal. */
    String keyId() throws TokenException;

    byte[] mac(byte[] message) throws TokenException;
  }

  /** Differs when the file was changed or another one put in its place; empty for no file. */
  static String state(Path file) throws TokenException {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return now.fileKey() + " " + now.size() + " " + now.lastModifiedTime();
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static TokenException unreadable(Path file, IOException e) {
    return new TokenException(
        "The file " + file + " (kek.adopted) can't be read: " + e.getMessage(), false, e);
  }

  /**
   * What is in it; nothing when there is no file.
   *
   * @throws RefusedKeyException when it is not as the token's key wrote it
   * @throws TokenException when it can't be read, or the token doesn't compute its MAC
   */
  List<Adoption> read() throws TokenException {
    try {
      if (!Files.exists(file)) {
        return List.of();
      }
      if (Files.size(file) > LONGEST) {
        throw refused("it has more than " + LONGEST + " bytes", null);
      }
      return parse(Files.readString(file, StandardCharsets.US_ASCII));
    } catch (CharacterCodingException e) {
      throw refused(NO_LIST, e);
    } catch (IOException e) { // says nothing of what is in it, nor of the keys
      throw unreadable(file, e);
    }
  }

  private List<Adoption> parse(String text) throws TokenException {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw refused(NO_LIST, null);
    }
    if (!parts.group(2).equals(seal.keyId())) {
      throw refused("another token's key wrote it", null);
    }
    byte[] due = seal.mac(parts.group(1).getBytes(StandardCharsets.US_ASCII));
    String told = parts.group(4);
    if (!MessageDigest.isEqual(
        Base64.getEncoder().encode(due), told.getBytes(StandardCharsets.US_ASCII))) {
      throw refused("its MAC does not fit: somebody changed it", null);
    }
    List<Adoption> adoptions = new ArrayList<>();
    for (String line : parts.group(3).lines().toList()) {
      try {
        adoptions.add(Adoption.parse(line));
      } catch (IllegalArgumentException e) {
        throw refused(e.getMessage() + ", in '" + line + "'", e);
      }
    }
    return adoptions;
  }

  private TokenException refused(String why, @Nullable Exception cause) {
    return new RefusedKeyException(
        String.format(
            Locale.ROOT,
            "The file %s (kek.adopted) is refused: %s. Put it back from a backup, or adopt the keys"
                + " anew with another file",
            file,
            why),
        cause);
  }

  /**
   * Refuses where an adoption could not be added, before there is a key to adopt.
   *
   * @throws TokenException when the file is refused or full, or its folder can't be written to
   */
  void requireRoom() throws TokenException {
    if (read().size() >= MOST) {
      throw full();
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
      throw new TokenException(
          "The file "
              + file
              + " (kek.adopted) can't be written: there is no folder "
              + folder
              + " that this user can write to",
          false,
          null);
    }
  }

  private TokenException full() {
    return new TokenException(
        "The file " + file + " (kek.adopted) is full: it takes " + MOST + " keys", false, null);
  }

  /** Adds an adoption; one of the same version is replaced. */
  void add(Adoption adoption) throws TokenException {
    try {
      new SharedFile(file).change(() -> with(adoption));
    } catch (IOException e) {
      throw new TokenException(
          "The file " + file + " (kek.adopted) can't be written: " + e.getMessage(), false, e);
    }
  }

  private String with(Adoption adoption) throws TokenException {
    List<Adoption> all = new ArrayList<>(read());
    all.removeIf(known -> known.ref().equals(adoption.ref()));
    all.add(adoption);
    String text = text(all);
    requireReadable(text, adoption);
    return text;
  }

  /** What can't be read again would take the keys adopted before with it. */
  private void requireReadable(String text, Adoption adoption) throws TokenException {
    try {
      Adoption.parse(adoption.line());
    } catch (IllegalArgumentException e) {
      throw new TokenException(
          String.format(
              Locale.ROOT,
              "The file %s (kek.adopted) can't take %s: its CKA_ID has at most 64 bytes there",
              file,
              adoption.ref()),
          false,
          e);
    }
    if (!FORM.matcher(text).matches()) {
      throw full();
    }
  }

  private String text(List<Adoption> all) throws TokenException {
    StringBuilder text = new StringBuilder("kekkai adopted keys v1\n");
    text.append("key ").append(seal.keyId()).append('\n');
    all.forEach(adoption -> text.append(adoption.line()).append('\n'));
    byte[] mac = seal.mac(text.toString().getBytes(StandardCharsets.US_ASCII));
    return text.append("mac ")
        .append(Base64.getEncoder().encodeToString(mac))
        .append('\n')
        .toString();
  }
}
