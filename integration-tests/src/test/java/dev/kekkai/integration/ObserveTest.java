package dev.kekkai.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.BulkMode;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.CryptokiException;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.Token;
import dev.kekkai.cryptoki.TokenState;
import dev.kekkai.micrometer.KekkaiMetrics;
import dev.kekkai.provider.DekSpec;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiListener;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.Operation;
import dev.kekkai.provider.Outcome;
import dev.kekkai.provider.Place;
import dev.kekkai.provider.keys.DekHandle;
import dev.kekkai.provider.keys.DekPolicy;
import dev.kekkai.provider.keys.KekRef;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a listener, Flight Recorder and Micrometer see of a provider at work. */
class ObserveTest extends JcaContract {
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final KekkaiListener listener =
      new KekkaiListener() {
        @Override
        public void operation(Operation what, Place place, Outcome outcome, long nanos) {
          assertThat(nanos).isPositive();
          heard.add(what + " " + place + " " + outcome);
        }

        @Override
        public void failed(String function, long returnValue) {
          heard.add(function);
        }

        @Override
        public void budget(KekRef kek, int percent, long used, long max) {
          heard.add(kek + " " + percent + "% " + used + "/" + max);
        }
      };

  @AfterEach
  void listenNoMore() {
    provider().removeListener(listener);
    heard.clear();
  }

  @ParameterizedTest
  @EnumSource(BulkMode.class)
  void messages_are_heard_with_their_place_and_outcome(BulkMode mode) throws Exception {
    SecretKey dek = dek(mode);
    provider().addListener(listener);
    byte[] iv = SeededBytes.of(3, 12);
    byte[] sealed = sealed(dek, iv);
    gcm(Cipher.DECRYPT_MODE, dek, iv).doFinal(sealed);
    gcm(Cipher.DECRYPT_MODE, dek, iv).doFinal(direct(sealed), ByteBuffer.allocateDirect(64));
    sealed[3] ^= 1;
    assertThatThrownBy(() -> gcm(Cipher.DECRYPT_MODE, dek, iv).doFinal(sealed))
        .isInstanceOf(AEADBadTagException.class);

    heard.removeIf(h -> h.startsWith("C_"));
    String place = mode == BulkMode.HSM ? "HSM" : "SOFTWARE";
    assertThat(heard)
        .containsExactly(
            "ENCRYPT " + place + " OK",
            "DECRYPT " + place + " OK",
            "DECRYPT " + place + " OK",
            "DECRYPT " + place + " BAD_INPUT");
  }

  private byte[] sealed(SecretKey dek, byte[] iv) throws GeneralSecurityException {
    Cipher cipher = gcm();
    cipher.init(Cipher.ENCRYPT_MODE, dek);
    byte[] sealed = cipher.doFinal(new byte[40]);
    System.arraycopy(cipher.getIV(), 0, iv, 0, iv.length);
    return sealed;
  }

  private static ByteBuffer direct(byte[] bytes) {
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }

  @Test
  void wrapping_and_unwrapping_are_heard_and_so_is_a_blob_that_does_not_fit() throws Exception {
    SecretKey kek = (SecretKey) keyOf(KekSpec.aes(freshName()), "AES");
    provider().addListener(listener);
    SecretKey dek = dek(BulkMode.HSM);
    Cipher cipher = Cipher.getInstance("AES/KW/NoPadding", provider());
    cipher.init(Cipher.WRAP_MODE, kek);
    byte[] blob = cipher.wrap(dek);
    blob[5] ^= 1;
    cipher.init(Cipher.UNWRAP_MODE, kek);
    assertThatThrownBy(() -> cipher.unwrap(blob, "AES", Cipher.SECRET_KEY))
        .isInstanceOf(InvalidKeyException.class);

    assertThat(heard)
        .startsWith("GENERATE HSM OK", "WRAP HSM OK", "UNWRAP HSM OK")
        .endsWith("UNWRAP HSM BAD_INPUT");
  }

  @Test
  void signatures_macs_agreements_and_new_keys_are_heard() throws Exception {
    provider().addListener(listener);
    Signature signature = Signature.getInstance("SHA256withECDSA", provider());
    signature.initSign((PrivateKey) keyOf(KekSpec.seal(freshName(), 256), "EC"));
    signature.sign();
    Mac mac = Mac.getInstance("HmacSHA256", provider());
    mac.init(keyOf(KekSpec.index(freshName()), "HmacSHA256"));
    mac.doFinal(new byte[10]);
    KeyPairGenerator peers = KeyPairGenerator.getInstance("EC", "SunEC");
    peers.initialize(256);
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH", provider());
    agreement.init(keyOf(KekSpec.ec(freshName(), 256), "EC"));
    agreement.doPhase(peers.generateKeyPair().getPublic(), true);
    agreement.generateSecret();

    assertThat(heard)
        .containsExactly(
            "GENERATE HSM OK",
            "SIGN HSM OK",
            "GENERATE HSM OK",
            "MAC HSM OK",
            "GENERATE HSM OK",
            "AGREE HSM OK");
  }

  private Key keyOf(KekSpec spec, String algorithm) throws GeneralSecurityException {
    if (algorithm.equals("EC")) {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider());
      generator.initialize(spec);
      KeyPair pair = generator.generateKeyPair();
      return pair.getPrivate();
    }
    KeyGenerator generator = KeyGenerator.getInstance(algorithm, provider());
    generator.init(spec);
    return generator.generateKey();
  }

  @Test
  void a_function_that_fails_is_heard_by_name() throws Exception {
    provider().addListener(listener);
    Token token = provider().source().get();
    ObjectHandle nothing = new ObjectHandle(token.incarnation(), token.info().slot(), 0x7ffffff0L);
    assertThatThrownBy(() -> token.with(session -> session.attributes(nothing, Cka.LABEL)))
        .isInstanceOf(CryptokiException.class);

    assertThat(heard).containsExactly("C_GetAttributeValue");
  }

  @ParameterizedTest
  @EnumSource(BulkMode.class)
  void a_budget_is_told_once_for_each_threshold(BulkMode mode) throws Exception {
    provider().addListener(listener);
    try (DekHandle dek =
        provider()
            .deks()
            .generate(
                provider().tokenKeys().find(kek()), new DekPolicy(mode, Duration.ofHours(1), 20))) {
      for (int i = 0; i < 20; i++) {
        dek.forEncryption().close();
      }
      assertThatThrownBy(dek::forEncryption).hasMessageContaining("20");
    }

    assertThat(heard)
        .filteredOn(h -> h.contains("%"))
        .containsExactly(
            kek() + ".v1 80% 16/20", kek() + ".v1 95% 19/20", kek() + ".v1 100% 20/20");
  }

  @Test
  void a_listener_that_throws_harms_nothing_and_is_logged_once() throws Exception {
    KekkaiListener bad =
        new KekkaiListener() {
          @Override
          public void operation(Operation what, Place place, Outcome outcome, long nanos) {
            throw new IllegalStateException("no registry");
          }
        };
    provider().addListener(bad);
    try (CapturedLog log = new CapturedLog("dev.kekkai.provider.watch.Watch")) {
      SecretKey dek = dek(BulkMode.SOFTWARE);
      byte[] iv = SeededBytes.of(3, 12);
      byte[] sealed = sealed(dek, iv);
      assertThat(gcm(Cipher.DECRYPT_MODE, dek, iv).doFinal(sealed)).isEqualTo(new byte[40]);
      assertThat(log.lines())
          .singleElement()
          .asString()
          .contains(bad.getClass().getName(), provider().getName());
    } finally {
      provider().removeListener(bad);
    }
  }

  @Test
  void a_recording_has_the_operations_and_errors(@TempDir Path folder) throws Exception {
    SecretKey dek = dek(BulkMode.HSM);
    byte[] iv = SeededBytes.of(3, 12);
    Path file = folder.resolve("kekkai.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("dev.kekkai.Operation");
      recording.start();
      byte[] sealed = sealed(dek, iv);
      sealed[3] ^= 1;
      assertThatThrownBy(() -> gcm(Cipher.DECRYPT_MODE, dek, iv).doFinal(sealed))
          .isInstanceOf(AEADBadTagException.class);
      recording.stop();
      recording.dump(file);
    }

    List<String> seen = new ArrayList<>();
    for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
      if (event.getEventType().getName().equals("dev.kekkai.Operation")) {
        assertThat(event.getDuration()).isPositive();
        seen.add(event.getString("operation") + " " + event.getString("outcome"));
      } else if (event.getEventType().getName().equals("dev.kekkai.TokenError")) {
        assertThat(event.getString("ckr")).startsWith("CKR_");
        seen.add(event.getString("function"));
      }
    }
    List<String> expected =
        new ArrayList<>(List.of("ENCRYPT OK", "C_Decrypt", "DECRYPT BAD_INPUT"));
    if (token().isOverSoftHsm()) {
      expected.add("C_Decrypt"); // CKR_GENERAL_ERROR might be trouble, so it was tried twice
    }
    assertThat(seen).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void micrometer_has_the_operations_and_the_token() throws Exception {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    try (KekkaiMetrics metrics = new KekkaiMetrics(provider())) {
      metrics.bindTo(registry);
      SecretKey dek = dek(BulkMode.SOFTWARE);
      sealed(dek, SeededBytes.of(3, 12));

      assertThat(
              registry
                  .get("kekkai.operation")
                  .tags("operation", "encrypt", "place", "software", "outcome", "ok")
                  .timer()
                  .count())
          .isOne();
      assertThat(registry.get("kekkai.token.up").gauge().value()).isOne();
      assertThat(registry.get("kekkai.sessions.max").gauge().value()).isPositive();
      assertThat(registry.get("kekkai.deks.open").gauge().value()).isPositive();
    }
  }

  @Test
  void health_tells_before_during_and_after() throws Exception {
    KekkaiProvider own = token().provider("name", "health");
    assertThat(own.health().isReady()).isTrue();
    assertThat(own.health()).hasToString("Kekkai-health: not connected yet; 0 DEKs open");
    own.source().get();
    assertThat(own.health().token().state()).isEqualTo(TokenState.UP);
    assertThat(own.health().describe())
        .startsWith("Kekkai-health: UP since 2")
        .contains(" sessions open")
        .doesNotContain("null");
    own.close();
    assertThat(own.health().token().state()).isEqualTo(TokenState.CLOSED);
    assertThat(own.health().isReady()).isFalse();
  }

  @Test
  void health_says_why_there_is_no_token() {
    try (KekkaiProvider own = token().provider("token", "nobody")) {
      assertThatThrownBy(() -> own.source().get()).hasMessageContaining("nobody");

      assertThat(own.health().isReady()).isFalse();
      assertThat(own.health().token()).isNull();
      assertThat(own.health().describe())
          .contains("not connected (No token matches")
          .endsWith(String.format(Locale.ROOT, "; %d DEKs open", 0));
    }
  }

  /** A DEK made before somebody listened is heard of as well. */
  @Test
  void who_comes_late_hears_what_comes_later() throws Exception {
    KeyGenerator generator = KeyGenerator.getInstance("AES", provider());
    generator.init(DekSpec.under(kek()).withBulk(BulkMode.SOFTWARE));
    SecretKey dek = generator.generateKey();
    provider().addListener(listener);
    sealed(dek, SeededBytes.of(3, 12));
    provider().removeListener(listener);
    sealed(dek, SeededBytes.of(3, 12));

    assertThat(heard).containsExactly("ENCRYPT SOFTWARE OK");
  }
}
