package dev.kekkai.cli.probe;

import dev.kekkai.cryptoki.Ckm;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.TokenException;
import java.util.Arrays;

/** AES-GCM. */
final class GcmProbe implements Probe {
  @Override
  public String about() {
    return "AES-GCM";
  }

  @Override
  public void run(Bench bench) throws TokenException {
    Outcome<KnownKey> key = bench.keys().dek();
    if (!key.worked()) {
      return;
    }
    long number = bench.profile().gcm().mechanism().orElse(Ckm.AES_GCM);
    byte[] iv = GcmSample.random(GcmSample.IV_BYTES);
    byte[] aad = GcmSample.random(20);
    byte[] plain = GcmSample.random(100);
    GcmWay way = new GcmWay(key.value(), new Mechanism.Gcm(number, iv, aad, GcmSample.TAG_BITS));
    Outcome<byte[]> first = bench.attempt(s -> way.encrypt(s, plain));
    byte[] expected = GcmSample.encrypted(key.value().value(), iv, aad, plain);
    if (first.worked(f -> Arrays.equals(f, expected))) {
      bench.gcm(way);
    }
  }
}
