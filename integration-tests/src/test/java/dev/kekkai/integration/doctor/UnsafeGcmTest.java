package dev.kekkai.integration.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.cli.probe.Beforehand;
import dev.kekkai.cli.probe.Examination;
import dev.kekkai.cli.probe.Finding;
import dev.kekkai.cryptoki.BindingFactory;
import dev.kekkai.cryptoki.Ckr;
import dev.kekkai.cryptoki.Cryptoki;
import dev.kekkai.cryptoki.CryptokiException;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.provider.keys.TokenSource;
import dev.kekkai.testkit.SoftHsmTokens;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** AES-GCM that works and protects nothing is found out, and gets into no profile. */
class UnsafeGcmTest {
  private static final byte[] SAME_IV = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
  private static final int TAG_BYTES = 16;

  @Test
  void a_module_that_makes_the_same_iv_twice_has_no_gcm() throws Exception {
    Map<String, String> found =
        found(
            "doctor-same-iv",
            (real, name, args) -> {
              if (name.equals("takes")) {
                return true;
              }
              if (!name.equals("C_EncryptInit")) {
                return real.call(args);
              }
              if (args[1] instanceof Mechanism.GcmHsmIv own && own.iv().length == SAME_IV.length) {
                System.arraycopy(SAME_IV, 0, own.iv(), 0, SAME_IV.length);
                args[1] = new Mechanism.Gcm(own.type(), SAME_IV, own.aad(), own.tagBits());
                return real.call(args);
              }
              throw new CryptokiException(name, Ckr.ARGUMENTS_BAD);
            });
    assertThat(found).containsEntry("gcm.works", "no").containsEntry("gcm.mechanism", "none");
  }

  @Test
  void a_module_that_takes_a_forged_tag_has_no_gcm() throws Exception {
    Map<String, String> found =
        found(
            "doctor-forged-tag",
            (real, name, args) -> {
              try {
                return real.call(args);
              } catch (CryptokiException e) {
                if (name.equals("C_Decrypt") && args.length > 3) {
                  return (int) args[3] - TAG_BYTES;
                }
                throw e;
              }
            });
    assertThat(found)
        .containsEntry("gcm.forged", "taken")
        .containsEntry("gcm.works", "no")
        .containsEntry("gcm.mechanism", "none");
  }

  private static Map<String, String> found(String name, Played played) throws Exception {
    BindingFactory binding =
        (module, nativeDir) -> around(BindingFactory.usual().load(module, nativeDir), played);
    try (TokenSource source = new TokenSource(SoftHsmTokens.create(name).config(), binding)) {
      Examination examination =
          new Examination(source.get(), new Beforehand(true, true, true), false);
      examination.run();
      return examination.findings().all().stream()
          .collect(Collectors.toMap(Finding::name, Finding::value));
    }
  }

  private static Cryptoki around(Cryptoki real, Played played) {
    return (Cryptoki)
        Proxy.newProxyInstance(
            Cryptoki.class.getClassLoader(),
            new Class<?>[] {Cryptoki.class},
            (proxy, method, args) -> {
              Object result =
                  played.call(
                      given -> {
                        try {
                          return method.invoke(real, given);
                        } catch (InvocationTargetException e) {
                          throw e.getCause();
                        }
                      },
                      method.getName(),
                      args);
              return method.getName().equals("forSession")
                  ? around((Cryptoki) result, played)
                  : result;
            });
  }

  private interface Real {
    Object call(Object[] args) throws Throwable;
  }

  private interface Played {
    Object call(Real real, String name, Object[] args) throws Throwable;
  }
}
