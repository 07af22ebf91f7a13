package dev.kekkai.integration.binding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Ckm;
import dev.kekkai.cryptoki.Ckr;
import dev.kekkai.cryptoki.Cku;
import dev.kekkai.cryptoki.Cryptoki;
import dev.kekkai.cryptoki.CryptokiException;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.ffm.FfmBinding;
import dev.kekkai.integration.binding.BothBindings.Side;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * PINs and key bytes that went through native memory are in none of it afterwards: all writable
 * memory of the process but the Java heap is searched. That holds for the foreign-memory binding;
 * IAIK's natives free what held a PIN or decrypted bytes as it is. The modules under test clean up
 * after themselves; NSS softokn holds the value of a session key until that is destroyed, so it is,
 * first.
 *
 * <p>Of each secret the second half is looked for, since malloc writes over the beginning of what
 * it takes back. That half is a letter, which says what secret it is, and bytes that all of them
 * share. Each goes through native memory of its own, so that none is written over by the next.
 */
class SecretsInMemoryTest extends BindingContract {
  private static final int BYTES = 32;
  private static final int SHARED = 15;

  private final ProcessMemory memory = new ProcessMemory();
  private final List<Cryptoki> used = new ArrayList<>();
  private byte[] shared = new byte[SHARED];

  @BeforeEach
  void choose() {
    shared = letters(SHARED);
  }

  @AfterEach
  void release() {
    used.forEach(Cryptoki::release);
    used.clear();
  }

  @Test
  void a_secret_in_native_memory_would_be_found() throws Exception {
    ByteBuffer direct = ByteBuffer.allocateDirect(BYTES).put(secret('D'));
    assertThat(memory.find(shared)).containsExactly("D in no file");
    direct.clear().put(new byte[BYTES]);
    assertThat(memory.find(shared)).isEmpty();
  }

  /** The bindings that promise it: none on a Java that has IAIK's only. */
  static Stream<String> promising() {
    return FfmBinding.unavailable() == null ? Stream.of("ffm") : Stream.empty();
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("promising")
  void no_secret_stays_in_native_memory_of(String binding) throws Exception {
    Side side = both().other();
    assertThat(side).hasToString(binding);
    refusedPin(side, secret('P'));
    keyMadeAndRead(side, secret('K'));
    keyDecrypted(side, secret('O'));
    keyEncrypted(side, secret('E'));
    assertThat(memory.find(shared)).isEmpty();
  }

  /** The same session by native memory that nobody else uses. */
  private Side fresh(Side side) {
    Cryptoki own = side.cryptoki().forSession();
    used.add(own);
    return new Side(own, side.session());
  }

  private void refusedPin(Side side, byte[] pin) throws Exception {
    char[] chars = new char[pin.length];
    for (int i = 0; i < pin.length; i++) {
      chars[i] = (char) pin[i];
    }
    side.cryptoki().C_Logout(side.session());
    Work<Boolean> login =
        s -> {
          s.cryptoki().C_Login(s.session(), Cku.USER, chars);
          return true;
        };
    assertThat(answer(fresh(side), login)).isEqualTo(Ckr.PIN_INCORRECT);
    both().login();
  }

  private void keyMadeAndRead(Side side, byte[] value) throws CryptokiException {
    long key = create(fresh(side), aes().with(Cka.VALUE, value).build());
    // Once in one call, and once after that has failed.
    for (long[] types : new long[][] {{Cka.VALUE}, {Cka.MODULUS, Cka.VALUE}}) {
      byte[] read =
          fresh(side).cryptoki().C_GetAttributeValue(side.session(), key, types).bytes(Cka.VALUE);
      assertThat(Arrays.equals(read, value)).isTrue();
    }
    side.cryptoki().C_DestroyObject(side.session(), key);
  }

  private void keyDecrypted(Side side, byte[] value) throws CryptokiException {
    long[] pair = BindingsComputeAlikeTest.rsa(side);
    Mechanism oaep = new Mechanism.RsaOaep(Ckm.RSA_PKCS_OAEP, Ckm.SHA_1, 1, new byte[0]);
    byte[] sealed = encrypt(fresh(side), oaep, pair[0], value);
    assertThat(Arrays.equals(decrypt(fresh(side), oaep, pair[1], sealed), value)).isTrue();
  }

  private void keyEncrypted(Side side, byte[] value) throws CryptokiException {
    Mechanism gcm = new Mechanism.Gcm(Ckm.AES_GCM, new byte[12], new byte[0], 128);
    long key = create(side, aes().build());
    byte[] sealed = encrypt(fresh(side), gcm, key, value);
    assertThat(Arrays.equals(decrypt(fresh(side), gcm, key, sealed), value)).isTrue();
  }

  private byte[] secret(char which) {
    byte[] secret = letters(BYTES);
    secret[BYTES - SHARED - 1] = (byte) which;
    System.arraycopy(shared, 0, secret, BYTES - SHARED, SHARED);
    return secret;
  }

  /** Letters, so that they can be a PIN. */
  private static byte[] letters(int count) {
    byte[] letters = new byte[count];
    new SecureRandom().nextBytes(letters);
    for (int i = 0; i < count; i++) {
      letters[i] = (byte) ('a' + (letters[i] & 15));
    }
    return letters;
  }
}
