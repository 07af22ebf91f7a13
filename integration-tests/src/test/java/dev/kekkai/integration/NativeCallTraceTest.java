package dev.kekkai.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.config.BulkMode;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.DekHandle;
import dev.kekkai.provider.keys.DekPolicy;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.testkit.NssTokens;
import dev.kekkai.testkit.TestToken;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What OpenSC's pkcs11-spy, which stands between Kekkai and NSS softokn, sees of a DEK's life. The
 * spy reads where to write from its environment; what it writes holds the test token's PIN and is
 * removed.
 */
@Tag("own-jvm")
class NativeCallTraceTest {
  private static final Pattern CALL = Pattern.compile("^\\d+: (C_\\w+)$", Pattern.MULTILINE);

  private static final Pattern DATA_CREATED =
      Pattern.compile(": C_CreateObject\\n(?:(?!\\d+: C_).*\\n)*?\\s*CKA_CLASS\\s+CKO_DATA");

  private static final Path TRACE = Path.of(System.getenv("PKCS11SPY_OUTPUT"));

  /** What the spy wrote for the test that is running. */
  private String seen = "";

  @AfterAll
  static void removeTheTrace() throws Exception {
    Files.deleteIfExists(TRACE);
  }

  @Test
  void in_hsm_mode_the_token_does_all_key_work_and_no_value_is_read() throws Exception {
    List<String> calls = callsOfADekIn(BulkMode.HSM);

    assertThat(calls)
        .containsSubsequence(
            "C_GenerateKey", "C_WrapKey", "C_DestroyObject", "C_UnwrapKey", "C_Decrypt")
        .containsAnyOf("C_Encrypt", "C_EncryptMessage");
    assertNoKeyWasBroughtIn(calls);
    assertThat(seen).doesNotContainPattern("CKA_VALUE\\s");
  }

  @Test
  void in_software_mode_the_token_wraps_and_unwraps_and_sees_no_data() throws Exception {
    List<String> calls = callsOfADekIn(BulkMode.SOFTWARE);

    assertThat(calls)
        .containsSubsequence("C_GenerateKey", "C_WrapKey", "C_UnwrapKey", "C_GetAttributeValue")
        .doesNotContain("C_Encrypt", "C_EncryptMessage", "C_Decrypt");
    assertNoKeyWasBroughtIn(calls);
  }

  /** What is created is data: the object by which a connection knows itself again. */
  private void assertNoKeyWasBroughtIn(List<String> calls) {
    long created = calls.stream().filter("C_CreateObject"::equals).count();
    assertThat(DATA_CREATED.matcher(seen).results().count()).isEqualTo(created);
  }

  private List<String> callsOfADekIn(BulkMode mode) throws Exception {
    TestToken token = NssTokens.create("spied-" + mode);
    int before = Files.exists(TRACE) ? Files.readString(TRACE).length() : 0;
    try (KekkaiProvider provider = token.provider("module", required("kekkai.test.module.spy"))) {
      TokenKey kek = provider.maker().create(KekSpec.aes("traced"));
      DekPolicy policy = DekPolicy.of(token.config()).withBulk(mode);
      try (DekHandle dek = provider.deks().generate(kek, policy)) {
        byte[] iv = new byte[12];
        byte[] out = new byte[5 + 16];
        try (DekHandle.Lease lease = dek.forEncryption()) {
          lease.key().encrypt(iv, new byte[0], new byte[5], 0, 5, out, 0);
          assertThat(lease.key().decrypt(iv, new byte[0], out, 0, 21, new byte[5], 0)).isEqualTo(5);
        }
      }
    }
    seen = Files.readString(TRACE).substring(before);
    return CALL.matcher(seen).results().map(r -> r.group(1)).toList();
  }

  private static String required(String property) {
    String value = System.getProperty(property);
    assertThat(value).as("set by the build").isNotBlank();
    return value;
  }
}
