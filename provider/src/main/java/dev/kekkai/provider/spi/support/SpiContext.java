package dev.kekkai.provider.spi.support;

import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.cryptoki.Token;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.Operation;
import dev.kekkai.provider.Place;
import dev.kekkai.provider.keys.DekPolicy;
import dev.kekkai.provider.keys.Deks;
import dev.kekkai.provider.keys.KekkaiKey;
import dev.kekkai.provider.keys.KeyMaker;
import dev.kekkai.provider.keys.KeyWrapper;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.TokenKeys;
import dev.kekkai.provider.keys.TokenSource;
import dev.kekkai.provider.keys.WrapMechanisms;
import dev.kekkai.provider.watch.Watch;
import org.jspecify.annotations.Nullable;

/**
 * What a service needs of the provider it belongs to. Making one, or a service with it, does not
 * touch the token.
 *
 * @param provider the provider's name, for messages
 * @param source where the token comes from
 * @param keys the keys on it
 * @param maker makes keys on it
 * @param deks makes and opens DEKs
 * @param wrapper wraps keys that are no stored DEKs
 */
public record SpiContext(
    String provider,
    TokenSource source,
    TokenKeys keys,
    KeyMaker maker,
    Deks deks,
    KeyWrapper wrapper) {

  /**
   * The token, connected if it isn't yet.
   *
   * @return the token
   * @throws TokenException when it can't be had
   */
  public Token token() throws TokenException {
    return source.get();
  }

  /**
   * Runs an operation in the token, and tells whoever watches how it went.
   *
   * @param <T> what it returns
   * @param what what was asked for
   * @param call does it
   * @return what the call returned
   * @throws TokenException what the call threw
   */
  public <T> T watched(Operation what, Watch.Call<T, TokenException> call) throws TokenException {
    return source.watch().timed(what, Place.HSM, call);
  }

  /**
   * The profile in force, which takes a connected token.
   *
   * @return the profile
   * @throws TokenException when the token can't be had
   */
  public HsmProfile profile() throws TokenException {
    return source.get().profile();
  }

  /**
   * The module's wrap mechanisms, which takes a connected token.
   *
   * @return by what they mean
   * @throws TokenException when the token can't be had
   */
  public WrapMechanisms mechanisms() throws TokenException {
    return source.operations().mechanisms();
  }

  /**
   * The operator's policy for DEKs.
   *
   * @return as configured
   */
  public DekPolicy policy() {
    return DekPolicy.of(source.config());
  }

  /**
   * Whether a key belongs to this provider rather than to another one, or to no Kekkai at all.
   *
   * @param key any key
   * @return whether its token is ours
   */
  public boolean owns(@Nullable Object key) {
    return key instanceof KekkaiKey ours && ours.source() == source;
  }

  /**
   * The KEK that new DEKs are wrapped under when nobody names one.
   *
   * @return primary version of the KEK configured as {@code kek}
   * @throws TokenException when none is configured, or it is not on the token
   */
  public TokenKey defaultKek() throws TokenException {
    String name = source.config().kek();
    if (name == null) {
      throw new TokenException(
          "No KEK is named: set kek = NAME in the configuration, or pass a DekSpec", false, null);
    }
    return keys.primary(name);
  }
}
