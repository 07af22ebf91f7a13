package dev.kekkai.benchmarks.files;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What somebody would write by hand with SunJCE: a file in segments, each a message of AES-256-GCM
 * with a counted nonce, read, sealed and written one after the other, and forced to the disk. One
 * message for all is no choice: SunJCE takes at most 2 GiB in one, and decrypts it in memory.
 */
final class SunJceFile {
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;
  private static final int BUFFER_BYTES = 128 * 1024;
  private static final byte[] AAD = new byte[45];

  private final SecretKey key = new SecretKeySpec(new byte[32], "AES");
  private final int segmentBytes;

  SunJceFile(int segmentBytes) {
    this.segmentBytes = segmentBytes;
  }

  void run(boolean encrypt, Path from, Path to) throws IOException, GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
    int mode = encrypt ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE;
    byte[] in = new byte[segmentBytes + (encrypt ? 0 : TAG_BYTES)];
    byte[] out = new byte[segmentBytes + TAG_BYTES];
    try (InputStream source = Files.newInputStream(from);
        FileOutputStream file = new FileOutputStream(to.toFile());
        OutputStream sink = new BufferedOutputStream(file, BUFFER_BYTES)) {
      long number = 0;
      for (int read = source.readNBytes(in, 0, in.length);
          read > 0;
          read = source.readNBytes(in, 0, in.length)) {
        byte[] nonce = ByteBuffer.allocate(NONCE_BYTES).putLong(number++).array();
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
        cipher.updateAAD(AAD);
        sink.write(out, 0, cipher.doFinal(in, 0, read, out, 0));
      }
      sink.flush();
      file.getChannel().force(true);
    }
  }
}
