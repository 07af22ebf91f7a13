package dev.kekkai.dekstore.jdbc;

import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.dekstore.Canary;
import dev.kekkai.dekstore.DekDates;
import dev.kekkai.dekstore.DekRecord;
import dev.kekkai.dekstore.DekState;
import dev.kekkai.dekstore.KekRecord;
import dev.kekkai.dekstore.KekState;
import dev.kekkai.dekstore.RowTag;
import dev.kekkai.provider.keys.KekRef;
import dev.kekkai.provider.keys.WrapMethod;
import dev.kekkai.provider.keys.WrappedDek;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;

/** Rows as a token would make them. */
final class Rows {
  static final Instant TIME = Instant.parse("2026-11-21T10:15:30.123Z");

  private Rows() {}

  static String url(Path folder) {
    return "jdbc:h2:file:" + folder.resolve("store") + ";WRITE_DELAY=0";
  }

  static WrappedDek wrapped(KekRef kek, int filling) {
    byte[] blob = new byte[40];
    java.util.Arrays.fill(blob, (byte) filling);
    return new WrappedDek(kek, WrapMethod.RFC3394, blob);
  }

  static KekRecord kek(String name, int version) {
    KekRef ref = new KekRef(name, version);
    return new KekRecord(
        ref,
        "01a1ff0" + version,
        KeyKind.AES_KEK,
        KekState.PRIMARY,
        new Canary(wrapped(ref, 7), "token-of-" + ref),
        TIME);
  }

  static KekRecord prepared(String name, int version) {
    KekRecord primary = kek(name, version);
    return new KekRecord(
        primary.ref(), primary.ckaId(), primary.kind(), KekState.PREPARED, primary.canary(), TIME);
  }

  static DekRecord dek(String name, KekRef kek) {
    return new DekRecord(
        UUID.randomUUID(), name, wrapped(kek, 1), "check-of-" + name, DekState.ACTIVE, TIME);
  }

  static DekRecord version(DekRecord other, int version, DekState state) {
    return new DekRecord(
        UUID.randomUUID(),
        other.name(),
        version,
        other.wrapped(),
        other.checkToken(),
        state,
        state == DekState.ACTIVE ? DekDates.activeFrom(TIME) : DekDates.createdAt(TIME),
        0,
        0,
        RowTag.NONE);
  }
}
