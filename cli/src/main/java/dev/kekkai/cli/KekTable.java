package dev.kekkai.cli;

import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.provider.keys.TokenKey;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Keys as a person reads them. */
final class KekTable {
  private final List<List<String>> rows = new ArrayList<>();

  KekTable() {
    rows.add(List.of("LABEL", "KIND", "BITS", "STRENGTH", "PRIMARY", "ID", "STATE"));
  }

  void add(TokenKey key, boolean primary, String state) {
    rows.add(
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
    rows.add(List.of(label, "-", "-", "-", "no", "-", why));
  }

  void print(PrintWriter out) {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
      }
      out.println(line.toString().stripTrailing());
    }
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
