package dev.kekkai.keyserver.audit;

import dev.kekkai.keyserver.audit.format.Seal;
import dev.kekkai.keyserver.audit.format.SealKey;
import dev.kekkai.keyserver.audit.format.SealKind;
import dev.kekkai.keyserver.audit.format.SignedSeal;
import dev.kekkai.keyserver.chore.Pause;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs what {@link UnsealedHeads} says is due, on a thread of its own: a slow HSM delays seals,
 * not entries.
 */
final class Sealer implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Sealer.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final String server;
  private final SealKey key;
  private final Clock clock;
  private final UnsealedHeads heads;
  private final Consumer<SealedHead> signed;
  private volatile @Nullable String trouble;

  Sealer(
      String server, SealKey key, Clock clock, UnsealedHeads heads, Consumer<SealedHead> signed) {
    this.server = server;
    this.key = key;
    this.clock = clock;
    this.heads = heads;
    this.signed = signed;
  }

  /** Why seals can't be made at present; null when they can. */
  @Nullable String trouble() {
    return trouble;
  }

  @Override
  public void run() {
    Pause pause = new Pause(FIRST_PAUSE, LONGEST_PAUSE);
    try {
      for (UnsealedHead next = heads.nextDue(); next != null; next = heads.nextDue()) {
        try {
          SignedSeal seal = sign(next);
          next.head().chain().sealMade();
          heads.signed(next);
          signed.accept(new SealedHead(next, seal));
          recovered();
          pause.reset();
        } catch (GeneralSecurityException | RuntimeException | Error e) {
          failed(e);
          heads.pause(pause.next());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the log is being closed and has waited long enough
    }
  }

  private SignedSeal sign(UnsealedHead next) throws GeneralSecurityException {
    Head head = next.head();
    LiveChain chain = head.chain();
    return sign(chain, chain.nextSeal(), next.kind(), head);
  }

  /** The first seal of a chain, for whoever begins one. */
  SignedSeal signStart(Head start) throws GeneralSecurityException {
    return sign(start.chain(), 0, SealKind.START, start);
  }

  private SignedSeal sign(LiveChain chain, long number, SealKind kind, Head head)
      throws GeneralSecurityException {
    return key.sign(
        new Seal(
            chain.id(),
            number,
            kind,
            server,
            head.sequence(),
            head.hash(),
            clock.instant(),
            key.id()));
  }

  private void failed(Throwable e) {
    if (trouble == null) {
      LOG.warn("No seal over the audit log can be made, will try again: {}", e.getMessage());
    }
    trouble = "No seal can be made: " + e.getMessage();
  }

  private void recovered() {
    if (trouble != null) {
      LOG.info("The audit log is sealed again");
    }
    trouble = null;
  }
}
