package dev.kekkai.provider.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.provider.ProviderFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DekHandleTest {
  @TempDir Path folder;

  private final InMemoryDek engine = new InMemoryDek(new byte[32]);
  private DekKey dek;

  @BeforeEach
  void open() throws Exception {
    dek = engine.open(ProviderFixture.provider(folder).source(), (byte) 1, 2);
  }

  @Test
  void aClosedKeyIsWipedOnceItsLastUserHasLeft() throws Exception {
    DekHandle.Lease lease = dek.handle().forDecryption();

    dek.close();
    assertThat(engine.wiped).hasValue(0);

    lease.close();
    dek.close();
    assertThat(engine.wiped).hasValue(1);
  }

  @Test
  void aClosedHandleSaysSo() {
    dek.close();

    assertThatThrownBy(() -> dek.handle().forEncryption()).isInstanceOf(DekClosedException.class);
    assertThat(dek.handle().uses()).isZero();
  }

  @Test
  void theBudgetEndsEncryptionButNotDecryption() throws Exception {
    dek.handle().forEncryption().close();
    dek.handle().forEncryption().close();

    assertThatThrownBy(() -> dek.handle().forEncryption())
        .isInstanceOf(DekExhaustedException.class);
    dek.handle().forDecryption().close();
  }

  @Test
  void aForgottenHandleIsWipedByTheCollector() throws Exception {
    dek = null;
    Instant deadline = Instant.now().plus(Duration.ofSeconds(20));
    while (engine.wiped.get() == 0 && Instant.now().isBefore(deadline)) {
      System.gc();
      Thread.sleep(20);
    }

    assertThat(engine.wiped).hasValue(1);
  }
}
