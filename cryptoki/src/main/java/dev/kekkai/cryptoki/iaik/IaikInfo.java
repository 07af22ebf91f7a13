package dev.kekkai.cryptoki.iaik;

import dev.kekkai.cryptoki.ModuleInfo;
import dev.kekkai.cryptoki.TokenInfo;
import iaik.pkcs.pkcs11.wrapper.CK_INFO;
import iaik.pkcs.pkcs11.wrapper.CK_TOKEN_INFO;
import iaik.pkcs.pkcs11.wrapper.CK_VERSION;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** IAIK's info structures as ours. */
final class IaikInfo {
  private static final int LABEL_BYTES = 32;

  private IaikInfo() {}

  static ModuleInfo module(CK_INFO info) {
    return new ModuleInfo(
        text(info.manufacturerID),
        text(info.libraryDescription),
        version(info.libraryVersion),
        version(info.cryptokiVersion));
  }

  static TokenInfo token(long slot, CK_TOKEN_INFO info) {
    return new TokenInfo(
        slot,
        text(info.label),
        text(info.manufacturerID),
        text(info.model),
        text(info.serialNumber),
        version(info.firmwareVersion),
        info.flags,
        info.ulMaxSessionCount,
        info.ulSessionCount);
  }

  /** C_InitToken reads exactly 32 bytes, padded with blanks. */
  static char[] padLabel(String label) {
    int bytes = label.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > LABEL_BYTES) {
      throw new IllegalArgumentException("A token label has at most 32 bytes of UTF-8");
    }
    char[] padded = Arrays.copyOf(label.toCharArray(), label.length() + LABEL_BYTES - bytes);
    Arrays.fill(padded, label.length(), padded.length, ' ');
    return padded;
  }

  private static String version(CK_VERSION version) {
    return (version.major & 0xFF) + "." + (version.minor & 0xFF);
  }

  private static String text(char[] padded) {
    return new String(padded).replace('\0', ' ').stripTrailing();
  }
}
