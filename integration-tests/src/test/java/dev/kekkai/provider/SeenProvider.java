package dev.kekkai.provider;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.TokenKeys;
import dev.kekkai.provider.keys.TokenSource;
import dev.kekkai.testkit.TestToken;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A provider whose native calls are seen and whose clock stands still until a test turns it. No
 * other provider of this process may have the module open.
 */
public final class SeenProvider implements AutoCloseable {
  private final SeenModule module = new SeenModule();

  /** Like {@code System.nanoTime()}, it starts anywhere: here it overflows soon. */
  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1);

  private final KekkaiProvider provider;

  public SeenProvider(TestToken token, String... overrides) throws TokenException {
    TokenSource source = new TokenSource(token.config(overrides), module.binding());
    provider = KekkaiProvider.over(source, new TokenKeys(source, clock::get));
    source.get();
  }

  public KekkaiProvider provider() {
    return provider;
  }

  /** The C_ functions that a piece of work calls. */
  public List<String> callsOf(Work work) throws Exception {
    int before = module.calls().size();
    work.run();
    List<String> after = module.calls();
    return after.subList(before, after.size());
  }

  public void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  /** Destroys a key past Kekkai, as another process would. */
  public void destroy(TokenKey key) throws TokenException {
    provider
        .source()
        .get()
        .withReadWrite(
            session -> {
              session.destroyObject(key.object());
              return true;
            });
  }

  /** The module gives the number of a key that is destroyed to another one. */
  public void reuse(TokenKey destroyed, TokenKey by) {
    module.renumber(by.object().value(), destroyed.object().value());
  }

  /** The module calls a key by another number than before. */
  public void move(TokenKey key) {
    module.retire(key.object().value());
    module.renumber(key.object().value(), key.object().value() + 1_000_000);
  }

  @Override
  public void close() {
    provider.close();
  }

  /** What may be seen. */
  public interface Work {
    void run() throws Exception;
  }
}
