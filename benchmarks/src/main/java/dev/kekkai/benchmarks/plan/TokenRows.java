package dev.kekkai.benchmarks.plan;

import dev.kekkai.benchmarks.contender.Operation;
import java.util.ArrayList;
import java.util.List;

/** Work on one token. The C loop is the bound of it all. */
final class TokenRows {
  private static final int[] LARGER = {Plan.KIB, 16 * Plan.KIB, Plan.KIB * Plan.KIB};

  private final Section token;
  private final List<Column> bindings;

  TokenRows(Section token, List<Column> bindings) {
    this.token = token;
    this.bindings = bindings;
  }

  List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    wrapping(rows);
    gcm(rows);
    threads(rows);
    return rows;
  }

  private void wrapping(List<Row> rows) {
    double goal = Goals.wrapping(token);
    rows.add(
        row(0)
            .ours(Operation.WRAP)
            .with(Column.C, Operation.WRAP)
            .goal(Column.C, goal)
            .rates("wrap", "wrap a software key (1)"));
    rows.add(
        row(0)
            .ours(Operation.WRAP)
            .with(Column.C, Operation.WRAP_ALONE)
            .with(Column.SUN_PKCS11, Operation.WRAP_ALONE)
            .goal(Column.C, Goals.NONE)
            .fullOnly()
            .rates("wrap-alone", "  against C_WrapKey alone (2)"));
    rows.add(
        row(0)
            .ours(Operation.UNWRAP_HANDLE)
            .with(Column.C, Operation.UNWRAP_HANDLE)
            .goal(Column.C, goal)
            .rates("unwrap-handle", "unwrap to a handle (3)"));
    rows.add(
        row(0)
            .ours(Operation.UNWRAP_HANDLE)
            .with(Column.C, Operation.UNWRAP_ALONE)
            .with(Column.SUN_PKCS11, Operation.UNWRAP_ALONE)
            .goal(Column.C, Goals.NONE)
            .fullOnly()
            .rates("unwrap-alone", "  against C_UnwrapKey alone (3)"));
    rows.add(
        row(0)
            .ours(Operation.UNWRAP_SOFTWARE)
            .with(Column.C, Operation.UNWRAP_SOFTWARE)
            .goal(Column.C, Goals.NONE)
            .rates("unwrap-software", "unwrap to software"));
  }

  private void gcm(List<Row> rows) {
    rows.add(
        everybody(Operation.ENCRYPT, Plan.SMALL)
            .goal(Column.C, Goals.smallGcm(token))
            .goal(new Goal.Bytes(Goals.BYTES))
            .rates("encrypt.64", "encrypt 64 B, fresh nonce (4)"));
    for (Operation operation : List.of(Operation.ENCRYPT_IV, Operation.DECRYPT)) {
      rows.add(
          everybody(operation, Plan.SMALL)
              .goal(Column.C, Goals.smallGcm(token))
              .rates(id(operation, Plan.SMALL), title(operation, Plan.SMALL)));
      for (int bytes : LARGER) {
        RowBuilder larger = everybody(operation, bytes);
        if (bytes == Plan.KIB) {
          larger.goal(Column.C, Goals.NONE).fullOnly();
        } else {
          larger.goal(Column.C, Goals.LARGE_GCM);
        }
        rows.add(larger.rates(id(operation, bytes), title(operation, bytes)));
      }
    }
    direct(rows, Operation.ENCRYPT_DIRECT, Operation.ENCRYPT_IV);
    direct(rows, Operation.DECRYPT_DIRECT, Operation.DECRYPT);
    rows.add(
        row(Plan.SMALL)
            .ours(Operation.FIELD_ENCRYPT)
            .with(Column.C, Operation.ENCRYPT)
            .goal(Column.C, Goals.NONE)
            .fullOnly()
            .rates("field-encrypt.64", "field encrypt 64 B (5)"));
  }

  private void direct(List<Row> rows, Operation operation, Operation inC) {
    for (int bytes : new int[] {16 * Plan.KIB, Plan.KIB * Plan.KIB}) {
      rows.add(
          row(bytes)
              .ours(operation)
              .with(Column.C, inC)
              .goal(Column.C, Goals.LARGE_GCM)
              .rates(id(operation, bytes), title(inC, bytes) + ", direct buffers (7)"));
    }
  }

  private void threads(List<Row> rows) {
    rows.add(
        everybody(Operation.ENCRYPT_IV, Plan.SMALL)
            .threads(2)
            .goal(Column.C, Goals.SCALING)
            .scaling("encrypt-iv.64.scaling", "encrypt 64 B: 2 threads over 1"));
    rows.add(
        row(0)
            .ours(Operation.UNWRAP_HANDLE)
            .with(Column.C, Operation.UNWRAP_HANDLE)
            .threads(2)
            .goal(Column.C, Goals.SCALING)
            .fullOnly()
            .scaling("unwrap-handle.scaling", "unwrap to a handle: 2 over 1"));
    rows.add(
        everybody(Operation.ENCRYPT_IV, Plan.SMALL)
            .threads(8)
            .goal(Column.C, Goals.NONE)
            .fullOnly()
            .rates("encrypt-iv.64.8-threads", "encrypt 64 B, 8 threads"));
    rows.add(
        row(0)
            .ours(Operation.UNWRAP_HANDLE)
            .with(Column.C, Operation.UNWRAP_HANDLE)
            .threads(8)
            .goal(Column.C, Goals.NONE)
            .fullOnly()
            .rates("unwrap-handle.8-threads", "unwrap to a handle, 8 threads"));
  }

  private RowBuilder everybody(Operation operation, int bytes) {
    return row(bytes).ours(operation).with(Column.C, operation).with(Column.SUN_PKCS11, operation);
  }

  private RowBuilder row(int bytes) {
    return new RowBuilder(token, bindings, bytes);
  }

  private static String id(Operation operation, int bytes) {
    return operation.id() + "." + bytes;
  }

  private static String title(Operation operation, int bytes) {
    return (operation == Operation.DECRYPT ? "decrypt " : "encrypt ") + Plan.size(bytes);
  }
}
