package dev.kekkai.cli;

import dev.kekkai.cli.audit.TextTable;
import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.provider.keys.TokenKey;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Keys as a person reads them. */
final class KekTable {
  private final TextTable table =
      new TextTable(List.of("LABEL", "KIND", "BITS", "STRENGTH", "PRIMARY", "ID", "STATE"));

  void add(TokenKey key, boolean primary, String state) {
    table.add(
        List.of(
            key.ref().label(),
            kind(key.kind()),
            Integer.toString(key.bits()),
            Integer.toString(key.strength()),
            primary ? "yes" : "no",
            HexFormat.of().formatHex(key.id()),
            state));
  }

  void addUnusable(String label, String why) {
    table.add(List.of(label, "-", "-", "-", "no", "-", why));
  }

  void print(PrintWriter out) {
    table.print(out);
  }

  static String describe(TokenKey key) {
    return String.format(
        Locale.ROOT,
        "%s: %s, %d bits, CKA_ID %s%s",
        key.ref(),
        kind(key.kind()),
        key.bits(),
        HexFormat.of().formatHex(key.id()),
        key.hsmOnly() ? ", hsm-only" : "");
  }

  private static String kind(KeyKind kind) {
    String[] words = kind.name().split("_", -1);
    return String.join(" ", Arrays.asList(words))
        .replace("SEAL KEY", "seal")
        .replace("INDEX KEY", "index");
  }
}
