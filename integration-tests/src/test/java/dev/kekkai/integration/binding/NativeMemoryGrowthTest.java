package dev.kekkai.integration.binding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Ckm;
import dev.kekkai.cryptoki.Cryptoki;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.integration.binding.BothBindings.Side;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * 200,000 calls through the usual binding of this Java, with messages of all lengths, leave its
 * native memory as large as it was. The heap of this JVM neither grows nor shrinks.
 */
class NativeMemoryGrowthTest extends BindingContract {
  private static final int TURNS = 25_000;
  private static final int LARGE = 3 << 20; // more than a session keeps
  private static final int QUARTERS = 4;

  private final Mechanism gcm = new Mechanism.Gcm(Ckm.AES_GCM, new byte[12], new byte[20], 128);

  @Test
  void memory_does_not_grow_with_calls() throws Exception {
    Side side = both().other();
    long key = create(side, aes().build());
    byte[] in = new byte[LARGE];
    byte[] out = new byte[LARGE + 16];
    List<Long> resident = new ArrayList<>();
    for (int quarter = 0; quarter < QUARTERS; quarter++) {
      for (int turn = 0; turn < TURNS / QUARTERS; turn++) {
        turn(side, key, in, turn % 500 == 0 ? LARGE : turn % 8192, out);
      }
      resident.add(residentKib());
    }
    System.out.println(token() + ": resident KiB after each quarter " + resident);
    assertThat(resident.get(3)).as("resident memory").isLessThan(resident.get(1) * 102 / 100);
  }

  /** Eight calls. */
  private void turn(Side side, long key, byte[] in, int length, byte[] out) throws Exception {
    Cryptoki c = side.cryptoki();
    c.C_EncryptInit(side.session(), gcm, key);
    int sealed = c.C_Encrypt(side.session(), in, 0, length, out, 0);
    c.C_DecryptInit(side.session(), gcm, key);
    assertThat(c.C_Decrypt(side.session(), out, 0, sealed, out, 0)).isEqualTo(length);
    c.C_GetAttributeValue(side.session(), key, Cka.VALUE, Cka.LABEL);
    c.C_GenerateRandom(side.session(), new byte[32]);
    c.C_GetSessionInfo(side.session());
    Cryptoki another = c.forSession();
    another.C_GetSessionInfo(side.session());
    if (another != c) {
      another.release();
    }
  }

  private static long residentKib() throws Exception {
    System.gc();
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(l -> l.startsWith("VmRSS"))
        .mapToLong(l -> Long.parseLong(l.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
