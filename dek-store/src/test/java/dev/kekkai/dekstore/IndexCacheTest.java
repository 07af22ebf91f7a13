package dev.kekkai.dekstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;

class IndexCacheTest {
  private static final Duration LONG = Duration.ofHours(1);

  /** Only its end counts. */
  private static final class Key implements SecretKey {
    private static final long serialVersionUID = 1L;

    private volatile boolean destroyed;

    @Override
    public void destroy() {
      destroyed = true;
    }

    @Override
    public boolean isDestroyed() {
      return destroyed;
    }

    @Override
    public String getAlgorithm() {
      return "HmacSHA256";
    }

    @Override
    public String getFormat() {
      return "RAW";
    }

    @Override
    public byte[] getEncoded() {
      return new byte[0];
    }
  }

  private static OpenIndex index(String name, Duration age) {
    return new OpenIndex(
        name,
        List.of(new OpenIndex.Version(1, true, new Key())),
        System.nanoTime() + age.toNanos());
  }

  @Test
  void a_key_that_nobody_uses_is_wiped_at_its_age() throws Exception {
    IndexCache cache = new IndexCache(2);
    OpenIndex index = index("a", Duration.ofMillis(20));
    assertThat(cache.put(index)).isTrue();
    for (int i = 0; i < 1000 && !index.isWiped(); i++) {
      Thread.sleep(10);
    }
    assertThat(index.isWiped()).isTrue();
    assertThat(cache.get("a")).isNull();
  }

  @Test
  void what_is_replaced_has_no_room_or_comes_too_late_is_wiped() {
    IndexCache cache = new IndexCache(1);
    OpenIndex first = index("a", LONG);
    OpenIndex second = index("a", LONG);
    OpenIndex other = index("b", LONG);
    cache.put(first);
    cache.put(second);
    assertThat(first.isWiped()).isTrue();
    assertThat(cache.get("a")).isSameAs(second);
    cache.put(other);
    assertThat(second.isWiped()).isTrue();
    assertThat(cache.get("b")).isSameAs(other);
    cache.close();
    assertThat(other.isWiped()).isTrue();
    OpenIndex late = index("c", LONG);
    assertThat(cache.put(late)).isFalse();
    assertThat(late.isWiped()).isTrue();
    assertThat(cache.get("c")).isNull();
  }
}
