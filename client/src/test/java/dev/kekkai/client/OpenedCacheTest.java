package dev.kekkai.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.formats.EncryptionContext;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OpenedCacheTest {

  private static final EncryptionContext CONTEXT = EncryptionContext.of("users", "17");

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // nanoTime may overflow

  @Test
  void gives_out_copies_under_item_and_context() {
    OpenedCache cache = cache(10, 100);
    byte[] value = {1, 2, 3};
    cache.put(new OpenRequest("a.b", CONTEXT), new Opened(value, "payments.v1", true));
    value[0] = 9;

    Opened first = cache.get(new OpenRequest("a.b", CONTEXT));
    assertThat(first.plaintext()).containsExactly(1, 2, 3);
    assertThat(first.kek()).isEqualTo("payments.v1");
    assertThat(first.isStale()).isTrue();
    first.close();
    assertThat(first.plaintext()).containsExactly(0, 0, 0);
    assertThat(cache.get(new OpenRequest("a.b", CONTEXT)).plaintext()).containsExactly(1, 2, 3);
  }

  @Test
  void another_item_or_context_is_another_entry() {
    OpenedCache cache = cache(10, 100);
    put(cache, "ab", EncryptionContext.of("c", "d"), 1);

    assertThat(cache.get(new OpenRequest("ab", EncryptionContext.of("cd")))).isNull();
    assertThat(cache.get(new OpenRequest("ab", EncryptionContext.of("d", "c")))).isNull();
    assertThat(cache.get(new OpenRequest("abc", EncryptionContext.of("d")))).isNull();
    assertThat(cache.get(new OpenRequest("a", EncryptionContext.of("bc", "d")))).isNull();
    assertThat(cache.get(new OpenRequest("ab", EncryptionContext.of("c", "d")))).isNotNull();
  }

  @Test
  void the_least_recently_used_entry_goes_first() {
    OpenedCache cache = cache(2, 100);
    put(cache, "a", CONTEXT, 1);
    put(cache, "b", CONTEXT, 1);
    cache.get(new OpenRequest("a", CONTEXT));
    put(cache, "c", CONTEXT, 1);

    assertThat(cache.size()).isEqualTo(2);
    assertThat(cache.get(new OpenRequest("b", CONTEXT))).isNull();
    assertThat(cache.get(new OpenRequest("a", CONTEXT))).isNotNull();
  }

  @Test
  void bytes_are_bounded_also_when_entries_are_replaced() {
    OpenedCache cache = cache(10, 10);
    put(cache, "a", CONTEXT, 6);
    put(cache, "a", CONTEXT, 6);
    put(cache, "b", CONTEXT, 4);
    assertThat(cache.size()).isEqualTo(2);

    put(cache, "c", CONTEXT, 1);
    assertThat(cache.size()).isEqualTo(2);
    assertThat(cache.get(new OpenRequest("a", CONTEXT))).isNull();

    put(cache, "d", CONTEXT, 11);
    assertThat(cache.get(new OpenRequest("d", CONTEXT))).isNull();
    put(cache, "e", CONTEXT, 10);
    assertThat(cache.size()).isEqualTo(1);
  }

  @Test
  void a_value_over_age_is_not_given_out_and_the_sweep_takes_it_away() {
    OpenedCache cache = cache(10, 100);
    put(cache, "a", CONTEXT, 1);
    put(cache, "b", CONTEXT, 1);
    now.addAndGet(Duration.ofSeconds(60).toNanos() - 1);
    put(cache, "c", CONTEXT, 1);
    assertThat(cache.get(new OpenRequest("a", CONTEXT))).isNotNull();

    now.incrementAndGet();
    assertThat(cache.get(new OpenRequest("a", CONTEXT))).isNull();
    assertThat(cache.size()).isEqualTo(2);
    cache.sweep();
    assertThat(cache.size()).isEqualTo(1);
    assertThat(cache.get(new OpenRequest("c", CONTEXT))).isNotNull();
  }

  @Test
  void what_goes_is_wiped() throws Exception {
    OpenedCache cache = cache(1, 100);
    put(cache, "a", CONTEXT, 3);
    byte[] evicted = held(cache);
    put(cache, "b", CONTEXT, 3);
    byte[] replaced = held(cache);
    put(cache, "b", CONTEXT, 3);
    byte[] swept = held(cache);
    now.addAndGet(Duration.ofSeconds(60).toNanos());
    cache.sweep();
    put(cache, "c", CONTEXT, 3);
    byte[] closed = held(cache);
    cache.close();

    assertThat(evicted).containsOnly(0);
    assertThat(replaced).containsOnly(0);
    assertThat(swept).containsOnly(0);
    assertThat(closed).containsOnly(0);
  }

  @Test
  void a_closed_cache_keeps_nothing() {
    OpenedCache cache = cache(10, 100);
    put(cache, "a", CONTEXT, 1);
    cache.close();
    put(cache, "b", CONTEXT, 1);

    assertThat(cache.size()).isZero();
  }

  @Test
  void a_cache_without_bounds_is_refused() {
    Duration minute = Duration.ofMinutes(1);
    assertThatThrownBy(() -> new OpenedCache(0, 1, minute))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new OpenedCache(1, 0, minute))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new OpenedCache(1, 1, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private OpenedCache cache(int entries, long bytes) {
    return new OpenedCache(entries, bytes, Duration.ofSeconds(60), now::get);
  }

  private static void put(OpenedCache cache, String item, EncryptionContext context, int length) {
    byte[] value = new byte[length];
    Arrays.fill(value, (byte) 7);
    cache.put(new OpenRequest(item, context), new Opened(value, "payments.v1", false));
  }

  /** The one array that the cache holds itself. */
  private static byte[] held(OpenedCache cache) throws Exception {
    Field entries = OpenedCache.class.getDeclaredField("entries");
    entries.setAccessible(true);
    Object entry = ((Map<?, ?>) entries.get(cache)).values().iterator().next();
    Method opened = entry.getClass().getDeclaredMethod("opened");
    opened.setAccessible(true);
    return ((Opened) opened.invoke(entry)).plaintext();
  }
}
