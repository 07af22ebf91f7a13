package dev.kekkai.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.BulkMode;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.FieldCipher;
import dev.kekkai.provider.DekImportSpec;
import dev.kekkai.provider.DekSpec;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.DekKey;
import dev.kekkai.provider.keys.DekPolicy;
import dev.kekkai.provider.keys.Deks;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.WrapMethod;
import dev.kekkai.testkit.OwnProfiles;
import dev.kekkai.testkit.PlayedVendor;
import dev.kekkai.testkit.PlayedVendors;
import dev.kekkai.testkit.TestToken;
import dev.kekkai.testkit.Tokens;
import dev.kekkai.testkit.fault.Behaviour;
import dev.kekkai.testkit.fault.PlayedModule;
import java.nio.ByteBuffer;
import java.security.InvalidAlgorithmParameterException;
import java.security.ProviderException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** AES-GCM in the token under IVs that the module makes, wherever it shows them. */
class HsmIvTest {
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static final byte[] KEY = SeededBytes.of(1, 32);
  private static final byte[] AAD = {1, 2, 3};
  private static final byte[] PLAIN = SeededBytes.of(2, 500);

  /** A module that makes its IVs. */
  enum Dialect {
    /** Written to pIv; at most 16,224 bytes, not in parts. */
    PARAM(PlayedVendors.AWS, 12, ""),
    /** Before the ciphertext, and there for C_Decrypt, too; not in parts. */
    PREFIX(
        new PlayedVendor(
            "prefix",
            new PlayedModule(
                "Played vendor", "Plays prefix", "prefix", Set.of(Behaviour.IV_BEFORE), 0, 0, 0),
            "hsm"),
        12,
        ""),
    /** After the tag; in parts as well. */
    SUFFIX(
        PlayedVendors.LUNA_FIPS,
        16,
        "gcm.ivBits = 0 [documented]\ngcm.ivBytes = 16 [documented]\ngcm.multipart = yes [documented]\n"),
    /** The same, of firmware that makes IVs of 12 bytes when asked. */
    SUFFIX_12(
        PlayedVendors.LUNA_FIPS,
        12,
        "gcm.ivBits = 96 [documented]\ngcm.ivBytes = 12 [documented]\n"
            + "gcm.multipart = yes [documented]\n");

    private final PlayedVendor vendor;
    private final int ivBytes;
    private final String knobs;

    Dialect(PlayedVendor vendor, int ivBytes, String knobs) {
      this.vendor = vendor;
      this.ivBytes = ivBytes;
      this.knobs = knobs;
    }

    KekkaiProvider provider(String... more) {
      TestToken token = vendor.token();
      String text = "extends = " + token.setting("profile") + "\n" + knobs;
      String own = OwnProfiles.write(token.folder(), name() + ".properties", text);
      List<String> settings = new ArrayList<>(List.of("profile", own));
      settings.addAll(List.of(more));
      return token.provider(settings.toArray(String[]::new));
    }

    /** What IAIK's natives do with the parameters suits where there is no pIv and no ulIvBits. */
    boolean suits(KekkaiProvider provider) throws TokenException {
      return this == SUFFIX || this == PREFIX || provider.source().get().binding().equals("ffm");
    }
  }

  private static SecretKey newDek(KekkaiProvider provider) throws Exception {
    TokenKey kek = provider.maker().create(KekSpec.aes("iv" + NAMES.incrementAndGet()));
    return SecretKeyFactory.getInstance("AES", provider)
        .generateSecret(
            new DekImportSpec(
                new SecretKeySpec(KEY, "AES"),
                DekSpec.under(kek.ref().name()).withBulk(BulkMode.HSM)));
  }

  private static Cipher gcm(KekkaiProvider provider) throws Exception {
    return Cipher.getInstance("AES/GCM/NoPadding", provider);
  }

  private static Cipher encryptor(KekkaiProvider provider, SecretKey dek) throws Exception {
    Cipher cipher = gcm(provider);
    cipher.init(Cipher.ENCRYPT_MODE, dek);
    cipher.updateAAD(AAD);
    return cipher;
  }

  private static byte[] decrypt(KekkaiProvider provider, SecretKey dek, byte[] iv, byte[] sealed)
      throws Exception {
    Cipher cipher = gcm(provider);
    cipher.init(Cipher.DECRYPT_MODE, dek, new GCMParameterSpec(128, iv));
    cipher.updateAAD(AAD);
    return cipher.doFinal(sealed);
  }

  /** A provider and a DEK in the token, or null where the binding can't and has said so. */
  private record Open(KekkaiProvider provider, @Nullable SecretKey dek) {
    static Open on(Dialect dialect, String... settings) {
      KekkaiProvider provider = dialect.provider(settings);
      try {
        if (dialect.suits(provider)) {
          return new Open(provider, newDek(provider));
        }
        assertThatThrownBy(() -> newDek(provider))
            .hasMessageContainingAll("which the binding iaik can't hand down", "ffm");
        return new Open(provider, null);
      } catch (Exception e) {
        provider.close();
        throw new IllegalStateException(e);
      }
    }
  }

  /** By dialect and settings: making a KEK on the token for each test takes most of its time. */
  private static final Map<List<Object>, Open> OPEN = new HashMap<>();

  @AfterAll
  static void close() {
    OPEN.values().forEach(open -> open.provider().close());
    OPEN.clear();
  }

  /** Runs on a DEK in the token; where the binding can't, makes sure that it says so. */
  private static void on(Dialect dialect, Work work, String... settings) throws Exception {
    Open open =
        OPEN.computeIfAbsent(
            List.of(dialect, List.of(settings)), key -> Open.on(dialect, settings));
    if (open.dek() != null) {
      work.with(open.provider(), open.dek());
    }
  }

  private interface Work {
    void with(KekkaiProvider provider, SecretKey dek) throws Exception;
  }

  @ParameterizedTest
  @EnumSource
  void the_iv_is_the_modules_and_there_after_doFinal(Dialect dialect) throws Exception {
    on(
        dialect,
        (provider, dek) -> {
          Set<String> seen = new HashSet<>();
          for (int size : new int[] {0, 1, 16, 500, 16_000}) {
            byte[] plain = SeededBytes.of(size, size);
            Cipher cipher = encryptor(provider, dek);
            assertThat(cipher.getIV()).isNull();
            assertThat(cipher.getParameters()).isNull();
            byte[] sealed = cipher.doFinal(plain);
            byte[] iv = cipher.getIV();
            assertThat(sealed).hasSize(size + 16);
            assertThat(iv).hasSize(dialect.ivBytes);
            assertThat(seen.add(HexFormat.of().formatHex(iv))).isTrue();
            assertThat(cipher.getParameters().getParameterSpec(GCMParameterSpec.class).getIV())
                .isEqualTo(iv);
            assertThat(Software.sunGcm(Cipher.DECRYPT_MODE, KEY, iv, AAD, sealed)).isEqualTo(plain);
            assertThat(decrypt(provider, dek, iv, sealed)).isEqualTo(plain);
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void an_iv_of_the_callers_is_refused_and_the_reason_given(Dialect dialect) throws Exception {
    on(
        dialect,
        (provider, dek) -> {
          GCMParameterSpec own = new GCMParameterSpec(128, SeededBytes.of(3, 12));
          assertThatThrownBy(() -> gcm(provider).init(Cipher.ENCRYPT_MODE, dek, own))
              .isExactlyInstanceOf(InvalidAlgorithmParameterException.class)
              .hasMessageContainingAll("makes the IV of each encryption itself", "after doFinal");
          byte[] sealed = Software.sunGcm(Cipher.ENCRYPT_MODE, KEY, own.getIV(), AAD, PLAIN);
          assertThat(decrypt(provider, dek, own.getIV(), sealed))
              .as("decryption takes whatever IV there was")
              .isEqualTo(PLAIN);
        });
  }

  @ParameterizedTest
  @EnumSource
  void each_encryption_needs_an_init_and_gives_nothing_out_that_is_wrong(Dialect dialect)
      throws Exception {
    on(
        dialect,
        (provider, dek) -> {
          Cipher cipher = encryptor(provider, dek);
          byte[] sealed = cipher.doFinal(PLAIN);
          assertThatThrownBy(() -> cipher.doFinal(PLAIN))
              .isExactlyInstanceOf(IllegalStateException.class);
          byte[] iv = cipher.getIV();
          sealed[7] ^= 1;
          assertThatThrownBy(() -> decrypt(provider, dek, iv, sealed))
              .isExactlyInstanceOf(AEADBadTagException.class);
        });
  }

  @ParameterizedTest
  @EnumSource
  void buffers_outside_the_heap_and_in_place_give_the_same(Dialect dialect) throws Exception {
    on(
        dialect,
        (provider, dek) -> {
          ByteBuffer in = ByteBuffer.allocateDirect(PLAIN.length).put(PLAIN).flip();
          ByteBuffer out = ByteBuffer.allocateDirect(PLAIN.length + 16);
          Cipher direct = encryptor(provider, dek);
          assertThat(direct.doFinal(in, out)).isEqualTo(PLAIN.length + 16);
          byte[] sealed = new byte[PLAIN.length + 16];
          out.flip().get(sealed);
          assertThat(Software.sunGcm(Cipher.DECRYPT_MODE, KEY, direct.getIV(), AAD, sealed))
              .isEqualTo(PLAIN);
          byte[] shared = Arrays.copyOf(PLAIN, PLAIN.length + 16);
          Cipher inPlace = encryptor(provider, dek);
          inPlace.doFinal(shared, 0, PLAIN.length, shared, 0);
          assertThat(decrypt(provider, dek, inPlace.getIV(), shared)).isEqualTo(PLAIN);
        });
  }

  @ParameterizedTest
  @EnumSource
  void a_call_on_another_thread_brings_the_iv_back_too(Dialect dialect) throws Exception {
    on(
        dialect,
        (provider, dek) -> {
          Cipher cipher = encryptor(provider, dek);
          byte[] sealed = cipher.doFinal(PLAIN);
          assertThat(decrypt(provider, dek, cipher.getIV(), sealed)).isEqualTo(PLAIN);
        },
        "calls",
        "dispatched");
  }

  @ParameterizedTest
  @EnumSource
  void a_long_message_goes_in_parts_or_is_refused(Dialect dialect) throws Exception {
    on(
        dialect,
        (provider, dek) -> {
          Cipher cipher = encryptor(provider, dek);
          if (dialect == Dialect.PARAM || dialect == Dialect.PREFIX) {
            assertThatThrownBy(() -> cipher.doFinal(PLAIN))
                .isInstanceOf(IllegalBlockSizeException.class)
                .hasMessageContainingAll("100 bytes", "500");
            assertThat(cipher.getIV()).isNull();
            return;
          }
          byte[] sealed = cipher.doFinal(PLAIN);
          byte[] iv = cipher.getIV();
          assertThat(Software.sunGcm(Cipher.DECRYPT_MODE, KEY, iv, AAD, sealed)).isEqualTo(PLAIN);
          assertThat(decrypt(provider, dek, iv, sealed)).isEqualTo(PLAIN);
        },
        "hsm.max-message",
        "100");
  }

  @ParameterizedTest
  @EnumSource
  void a_field_token_takes_ivs_of_12_bytes_and_says_so_of_others(Dialect dialect) throws Exception {
    on(
        dialect,
        (provider, dek) -> {
          UUID id = new UUID(0, 1);
          EncryptionContext place = EncryptionContext.of("t");
          FieldCipher fields = FieldCipher.with(provider);
          if (dialect.ivBytes == 12) {
            byte[] token = fields.encrypt(dek, id, PLAIN, place);
            SecretKey known = new SecretKeySpec(KEY, "AES");
            assertThat(FieldCipher.create().decrypt(known, id, token, place)).isEqualTo(PLAIN);
            byte[] other = FieldCipher.create().encrypt(known, id, PLAIN, place);
            assertThat(fields.decrypt(dek, id, other, place)).isEqualTo(PLAIN);
          } else {
            assertThatThrownBy(() -> fields.encrypt(dek, id, PLAIN, place))
                .isInstanceOf(ProviderException.class)
                .hasMessageContainingAll("nonce of 16 bytes", "gcm.ivBits = 96", "bulk = software");
          }
        });
  }

  /** Also under an IV of 16 bytes. */
  @Test
  void what_the_token_wrote_software_reads() throws Exception {
    on(
        Dialect.SUFFIX,
        (provider, dek) -> {
          TokenKey rsa = provider.maker().create(KekSpec.rsa("iv" + NAMES.incrementAndGet(), 2048));
          Deks deks = provider.deks();
          DekPolicy policy = DekPolicy.of(provider.source().config());
          DekKey software =
              new DekKey(
                  provider.source(),
                  deks.importKey(
                      rsa, WrapMethod.RSA_OAEP_SHA1, KEY, policy.withBulk(BulkMode.SOFTWARE)));
          Cipher cipher = encryptor(provider, dek);
          byte[] sealed = cipher.doFinal(PLAIN);
          assertThat(decrypt(provider, software, cipher.getIV(), sealed)).isEqualTo(PLAIN);
          GCMParameterSpec odd = new GCMParameterSpec(128, new byte[13]);
          assertThatThrownBy(() -> gcm(provider).init(Cipher.DECRYPT_MODE, software, odd))
              .isInstanceOf(InvalidAlgorithmParameterException.class);
          Cipher own = encryptor(provider, software);
          assertThat(own.getIV()).as("the software's").hasSize(12);
          assertThat(decrypt(provider, dek, own.getIV(), own.doFinal(PLAIN))).isEqualTo(PLAIN);
        });
  }

  @Test
  void an_iv_of_another_length_than_the_profile_has_is_told() throws Exception {
    TestToken token = PlayedVendors.LUNA_FIPS.token();
    String wrong =
        "extends = "
            + token.setting("profile")
            + "\ngcm.ivBits = 0 [documented]\n"
            + "gcm.ivBytes = 12 [documented]\n";
    String file = OwnProfiles.write(token.folder(), "wrong-length.properties", wrong);
    try (KekkaiProvider provider = token.provider("profile", file)) {
      Cipher cipher = encryptor(provider, newDek(provider));
      assertThatThrownBy(() -> cipher.doFinal(PLAIN))
          .isInstanceOf(ProviderException.class)
          .hasMessageContaining("wrote 532 bytes instead of 528");
    }
  }

  /** SoftHSM2 takes a zeroed IV for the caller's, and encrypts under zeros where there is none. */
  @ParameterizedTest
  @CsvSource({
    "param, 12, made no IV: there are zeros where it should be",
    "suffix, 16, wrote 516 bytes instead of 532",
    "prefix, 12, wrote 516 bytes instead of 528"
  })
  void a_module_that_makes_no_ivs_after_all_gives_nothing_out(
      String comesBack, int ivBytes, String expected) throws Exception {
    TestToken real = Tokens.softHsm();
    String lie =
        String.format(
            Locale.ROOT,
            "extends = softhsm2%ngcm.ivSource = hsm [measured]%ngcm.ivReturn = %s [measured]%n"
                + "gcm.ivBytes = %d [measured]%n",
            comesBack,
            ivBytes);
    String file = OwnProfiles.write(real.folder(), "lie-" + comesBack + ".properties", lie);
    try (KekkaiProvider provider = real.provider("profile", file)) {
      if (comesBack.equals("param") && !provider.source().get().binding().equals("ffm")) {
        assertThatThrownBy(() -> newDek(provider)).hasMessageContaining("can't hand down");
        return;
      }
      Cipher cipher = encryptor(provider, newDek(provider));
      byte[] out = new byte[PLAIN.length + 16];
      assertThatThrownBy(() -> cipher.doFinal(PLAIN, 0, PLAIN.length, out, 0))
          .isInstanceOf(ProviderException.class)
          .hasMessageContainingAll(expected, "Nothing was handed out");
      assertThat(out).containsOnly(0);
      assertThat(cipher.getIV()).isNull();
    }
  }
}
