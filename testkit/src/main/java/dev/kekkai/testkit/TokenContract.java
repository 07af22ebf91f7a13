package dev.kekkai.testkit;

import dev.kekkai.config.profile.Wrap;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.TokenKey;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * Base of a contract: a test class that runs once for every token of {@link Tokens#all()}, or on
 * one ({@link OneToken}), each time with a provider of its own.
 */
@Tag("contract")
@ParameterizedClass(name = "{0}", allowZeroInvocations = true)
@ArgumentsSource(ContractTokens.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(KnownRefusals.class)
public abstract class TokenContract {
  private static final AtomicInteger NAMES = new AtomicInteger();

  @Parameter private @Nullable TestToken token;
  private @Nullable KekkaiProvider provider;

  /** For JUnit. */
  protected TokenContract() {}

  /**
   * Connects; a test that closed the provider calls it, to leave things as they were.
   *
   * @throws Exception when the token is not there
   */
  @BeforeParameterizedClassInvocation(injectArguments = false)
  protected final void connect() throws Exception {
    Availability.require(token().name());
    provider = token().provider(overrides());
    provider.source().get();
    try {
      prepare();
    } catch (Exception e) {
      throw KnownRefusals.asNotSupported(token(), e);
    }
  }

  /** Closes the provider. */
  @AfterParameterizedClassInvocation(injectArguments = false)
  final void close() {
    if (provider != null) {
      provider.close();
    }
  }

  /**
   * Runs once per token, when the provider is connected.
   *
   * @throws Exception when the contract's keys can't be made
   */
  protected void prepare() throws Exception {}

  /**
   * Settings that this contract needs otherwise.
   *
   * @return key, value, key, value...
   */
  protected String[] overrides() {
    return new String[0];
  }

  /**
   * The token under test.
   *
   * @return as given
   */
  protected TestToken token() {
    return Objects.requireNonNull(token, "given by JUnit");
  }

  /**
   * A provider on it.
   *
   * @return open until the class is done
   */
  protected KekkaiProvider provider() {
    return Objects.requireNonNull(provider, "not connected");
  }

  /**
   * Makes a KEK, or another key on the token.
   *
   * @param spec what key
   * @return its first version
   * @throws TokenException when the token refuses
   */
  protected TokenKey make(KekSpec spec) throws TokenException {
    return provider().maker().create(spec);
  }

  /**
   * A KEK for contracts that are not about one kind of KEK.
   *
   * @param name its name
   * @return AES, or RSA where the module can't wrap with AES
   * @throws TokenException when the token is not there
   */
  protected KekSpec usualKek(String name) throws TokenException {
    Wrap wrap = provider().source().get().profile().wrap();
    boolean aes = wrap.rfc3394().isPresent() || wrap.rfc5649().isPresent();
    return wrap.functions() && aes ? KekSpec.aes(name) : KekSpec.rsa(name, 2048);
  }

  /**
   * Makes a KEK of a new name, as {@link #usualKek(String)} has it.
   *
   * @return its first version
   * @throws TokenException when the token refuses
   */
  protected TokenKey usualKek() throws TokenException {
    return make(usualKek(freshName()));
  }

  /**
   * Makes an AES KEK of a new name.
   *
   * @return its first version
   * @throws TokenException when the token refuses
   */
  protected TokenKey aesKek() throws TokenException {
    return make(KekSpec.aes(freshName()));
  }

  /**
   * A key name that no other test of this JVM has.
   *
   * @return a name without a version
   */
  protected static String freshName() {
    return "k" + NAMES.incrementAndGet();
  }
}
