package dev.kekkai.benchmarks.soak;

import dev.kekkai.benchmarks.contender.Contender;
import dev.kekkai.benchmarks.contender.Operation;
import dev.kekkai.benchmarks.contender.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One thread's share: encryption and decryption of 64 bytes to 1 KiB in turns, and now and then a
 * wrap and an unwrap, which make and destroy objects in the token.
 */
final class SoakThread implements Callable<Void> {
  private static final int[] SIZES = {64, 200, 500, 1024};
  private static final List<Operation> BULK =
      List.of(Operation.ENCRYPT, Operation.ENCRYPT_IV, Operation.DECRYPT);
  private static final int BULK_PER_WRAP = 500;

  private final Contender contender;
  private final AtomicLong done;
  private final AtomicBoolean stop;

  SoakThread(Contender contender, AtomicLong done, AtomicBoolean stop) {
    this.contender = contender;
    this.done = done;
    this.stop = stop;
  }

  @Override
  public Void call() throws Exception {
    List<Work> bulk = new ArrayList<>();
    for (int size : SIZES) {
      for (Operation operation : BULK) {
        bulk.add(contender.work(operation, size).orElseThrow());
      }
    }
    Work wrap = contender.work(Operation.WRAP, 0).orElseThrow();
    Work unwrap = contender.work(Operation.UNWRAP_HANDLE, 0).orElseThrow();
    while (!stop.get()) {
      for (int i = 0; i < BULK_PER_WRAP; i++) {
        bulk.get(i % bulk.size()).call();
      }
      wrap.call();
      unwrap.call();
      done.addAndGet(BULK_PER_WRAP + 2);
    }
    return null;
  }
}
