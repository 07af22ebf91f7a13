package dev.kekkai.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.kekkai.config.BulkMode;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.DekHandle;
import dev.kekkai.provider.keys.DekPolicy;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.testkit.TestToken;
import dev.kekkai.testkit.Tokens;
import java.io.BufferedInputStream;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * After {@code close()} nothing reachable holds a software DEK: a heap dump is searched for each of
 * 1,000. The values are made anew from their numbers, so that this test holds none of them either.
 */
@Tag("own-jvm")
class HeapTest {
  private static final int DEKS = 1000;

  @Test
  void a_heap_dump_shows_every_software_dek_before_close_and_none_after() throws Exception {
    TestToken token = Tokens.softHsm();
    try (KekkaiProvider provider = token.provider()) {
      TokenKey kek = provider.maker().create(KekSpec.aes("heap"));
      DekPolicy policy = DekPolicy.of(token.config()).withBulk(BulkMode.SOFTWARE);
      List<DekHandle> deks = new ArrayList<>();
      for (int i = 0; i < DEKS; i++) {
        byte[] value = value(i);
        deks.add(provider.deks().importKey(kek, value, policy));
        use(deks.get(i));
        Arrays.fill(value, (byte) 0);
      }
      assertThat(found(token, "before")).as("DEKs in the heap before close()").isEqualTo(DEKS);
      deks.forEach(DekHandle::close);
      assertThat(found(token, "after")).as("DEKs in the heap after close()").isZero();
      assertThat(deks).allMatch(DekHandle::isClosed);
    }
  }

  private static void use(DekHandle dek) throws Exception {
    try (DekHandle.Lease lease = dek.forEncryption()) {
      lease.key().encrypt(new byte[12], new byte[0], new byte[5], 0, 5, new byte[21], 0);
    }
  }

  private static byte[] value(int number) throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(("dek " + number).getBytes());
  }

  private static int found(TestToken token, String name) throws Exception {
    Path dump = token.folder().resolve("heap-" + name + ".hprof");
    Files.deleteIfExists(dump);
    System.gc();
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpHeap(dump.toString(), true);
    try {
      return search(dump);
    } finally {
      Files.delete(dump);
    }
  }

  /** Finds values by their first four bytes, and then reads the rest. */
  private static int search(Path dump) throws Exception {
    Map<Integer, Integer> byPrefix = new HashMap<>();
    for (int i = 0; i < DEKS; i++) {
      byPrefix.put(prefix(value(i), 0), i);
    }
    assertThat(byPrefix).hasSize(DEKS);
    BitSet seen = new BitSet(DEKS);
    byte[] block = new byte[1 << 20];
    int kept = 0;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(dump))) {
      for (int n = in.read(block, kept, block.length - kept);
          n > 0;
          n = in.read(block, kept, block.length - kept)) {
        int end = kept + n;
        for (int at = 0; at + 32 <= end; at++) {
          Integer number = byPrefix.get(prefix(block, at));
          if (number != null && Arrays.equals(block, at, at + 32, value(number), 0, 32)) {
            seen.set(number);
          }
        }
        kept = Math.min(31, end);
        System.arraycopy(block, end - kept, block, 0, kept);
      }
    }
    return seen.cardinality();
  }

  private static int prefix(byte[] bytes, int at) {
    return bytes[at] << 24
        | (bytes[at + 1] & 255) << 16
        | (bytes[at + 2] & 255) << 8
        | bytes[at + 3] & 255;
  }
}
