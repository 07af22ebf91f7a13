package dev.kekkai.benchmarks.plan;

import dev.kekkai.benchmarks.contender.Operation;
import java.util.ArrayList;
import java.util.List;

/**
 * Work with the DEK in memory. No call reaches the module here, so one binding says as much as two.
 */
final class SoftwareRows {
  private static final int[] SIZES = {Plan.SMALL, Plan.KIB, 16 * Plan.KIB, Plan.KIB * Plan.KIB};

  private final List<Column> ours;

  SoftwareRows(List<Column> bindings) {
    this.ours = bindings.subList(0, Math.min(1, bindings.size()));
  }

  List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    gcm(rows);
    fields(rows);
    keyring(rows);
    return rows;
  }

  private void gcm(List<Row> rows) {
    rows.add(
        gcm(Operation.ENCRYPT, Plan.SMALL)
            .goal(Column.SUN_JCE, Goals.NONE)
            .rates("encrypt.64", "encrypt 64 B, fresh nonce (4)"));
    for (Operation operation : List.of(Operation.ENCRYPT_IV, Operation.DECRYPT)) {
      for (int bytes : SIZES) {
        String verb = operation == Operation.DECRYPT ? "decrypt " : "encrypt ";
        rows.add(
            gcm(operation, bytes)
                .goal(Column.SUN_JCE, Goals.SOFTWARE_GCM)
                .rates(operation.id() + "." + bytes, verb + Plan.size(bytes)));
      }
    }
    rows.add(
        gcm(Operation.ENCRYPT_IV, Plan.SMALL)
            .threads(2)
            .goal(Column.SUN_JCE, Goals.NONE)
            .fullOnly()
            .scaling("encrypt-iv.64.scaling", "encrypt 64 B: 2 threads over 1"));
    rows.add(
        gcm(Operation.ENCRYPT_IV, Plan.SMALL)
            .threads(8)
            .goal(Column.SUN_JCE, Goals.NONE)
            .fullOnly()
            .rates("encrypt-iv.64.8-threads", "encrypt 64 B, 8 threads"));
  }

  private RowBuilder gcm(Operation operation, int bytes) {
    return new RowBuilder(Section.SOFTWARE, ours, bytes)
        .ours(operation)
        .with(Column.SUN_JCE, operation);
  }

  private void fields(List<Row> rows) {
    rows.add(
        fields(Operation.FIELD_ENCRYPT)
            .goal(Column.TINK, Goals.FIELD_TINK)
            .goal(Column.TINK_ENVELOPE, Goals.FIELD_TINK_ENVELOPE)
            .goal(Column.AWS, Goals.FIELD_AWS)
            .rates("encrypt.64", "encrypt 64 B, fresh nonce (6)"));
    rows.add(
        fields(Operation.FIELD_DECRYPT)
            .goal(Column.TINK, Goals.NONE)
            .goal(Column.TINK_ENVELOPE, Goals.NONE)
            .goal(Column.AWS, Goals.NONE)
            .rates("decrypt.64", "decrypt 64 B (6)"));
    rows.add(
        fields(Operation.FIELD_ENCRYPT)
            .threads(2)
            .goal(Column.TINK, Goals.NONE)
            .fullOnly()
            .scaling("encrypt.64.scaling", "encrypt 64 B: 2 threads over 1"));
    rows.add(
        fields(Operation.FIELD_ENCRYPT)
            .threads(8)
            .goal(Column.TINK, Goals.NONE)
            .fullOnly()
            .rates("encrypt.64.8-threads", "encrypt 64 B, 8 threads"));
  }

  private void keyring(List<Row> rows) {
    rows.add(
        keyring(Operation.FIELD_ENCRYPT)
            .goal(Column.BARE_FIELD, Goals.KEYRING)
            .with(Column.BARE_GCM, Operation.ENCRYPT)
            .goal(Column.BARE_GCM, Goals.NONE)
            .rates("encrypt.64", "encrypt 64 B, 8 threads"));
    rows.add(
        keyring(Operation.FIELD_DECRYPT)
            .goal(Column.BARE_FIELD, Goals.KEYRING)
            .with(Column.BARE_GCM, Operation.DECRYPT)
            .goal(Column.BARE_GCM, Goals.NONE)
            .rates("decrypt.64", "decrypt 64 B, 8 threads"));
    rows.add(
        keyring(Operation.FIELD_ENCRYPT_TEXT)
            .goal(Column.BARE_FIELD, Goals.KEYRING)
            .fullOnly()
            .rates("encrypt-text.64", "encrypt 64 B to text, 8 threads"));
    rows.add(
        keyring(Operation.FIELD_DECRYPT_TEXT)
            .goal(Column.BARE_FIELD, Goals.KEYRING)
            .fullOnly()
            .rates("decrypt-text.64", "decrypt 64 B from text, 8 threads"));
  }

  private RowBuilder keyring(Operation operation) {
    return new RowBuilder(Section.KEYRING, ours, Plan.SMALL)
        .ours(operation)
        .with(Column.BARE_FIELD, operation)
        .threads(8);
  }

  private RowBuilder fields(Operation operation) {
    return new RowBuilder(Section.FIELD, ours, Plan.SMALL)
        .ours(operation)
        .with(Column.SUN_JCE, operation)
        .with(Column.TINK, operation)
        .with(Column.TINK_ENVELOPE, operation)
        .with(Column.AWS, operation);
  }
}
