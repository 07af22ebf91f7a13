package dev.kekkai.integration.binding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.cryptoki.Attributes;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Ckk;
import dev.kekkai.cryptoki.Ckm;
import dev.kekkai.cryptoki.Cko;
import dev.kekkai.cryptoki.Ckr;
import dev.kekkai.cryptoki.Cku;
import dev.kekkai.cryptoki.CryptokiException;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.ModuleInfo;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.integration.binding.BothBindings.Side;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Info, objects, attributes and errors are the same through both bindings. */
class BindingsAgreeTest extends BindingContract {
  private static final long NO_OBJECT = 0x7FFF_FFF0L;
  private static final long[] ATTRIBUTES = {
    Cka.CLASS,
    Cka.TOKEN,
    Cka.PRIVATE,
    Cka.LABEL,
    Cka.KEY_TYPE,
    Cka.ID,
    Cka.SENSITIVE,
    Cka.ENCRYPT,
    Cka.DECRYPT,
    Cka.WRAP,
    Cka.UNWRAP,
    Cka.SIGN,
    Cka.VERIFY,
    Cka.DERIVE,
    Cka.VALUE_LEN,
    Cka.EXTRACTABLE,
    Cka.LOCAL,
    Cka.NEVER_EXTRACTABLE,
    Cka.ALWAYS_SENSITIVE,
    Cka.MODIFIABLE,
    Cka.COPYABLE,
    Cka.WRAP_WITH_TRUSTED,
    Cka.VALUE,
    Cka.MODULUS,
    Cka.EC_POINT,
    Cka.ALLOWED_MECHANISMS,
    Cka.UNWRAP_TEMPLATE
  };

  @Test
  void module_slots_token_and_session_read_the_same() throws Exception {
    ModuleInfo info = same(side -> withoutStandard(side.cryptoki().C_GetInfo()));
    assertThat(info.manufacturer()).isNotBlank();
    same(side -> Arrays.toString(side.cryptoki().C_GetSlotList(true)));
    same(side -> Arrays.toString(side.cryptoki().C_GetSlotList(false)));
    same(side -> side.cryptoki().C_GetTokenInfo(both().slot()));
    same(side -> side.cryptoki().C_GetSessionInfo(side.session()));
  }

  /**
   * IAIK asks the newest interface there is (C_GetInterface), the other binding the first one: of
   * the standard's version each is told that of its own.
   */
  private static ModuleInfo withoutStandard(ModuleInfo info) {
    return new ModuleInfo(info.manufacturer(), info.description(), info.libraryVersion(), "");
  }

  @Test
  void attributes_of_a_key_that_may_be_read_are_the_same() throws Exception {
    long key =
        create(both().iaik(), aes().with(Cka.LABEL, "läsbar").with(Cka.ID, new byte[] {1}).build());
    assertSameAttributes(key);
    Attributes read = same(side -> read(side, key, Cka.VALUE, Cka.LABEL)).attributes();
    assertThat(read.bytes(Cka.VALUE)).isEqualTo(KEY);
    assertThat(read.string(Cka.LABEL)).isEqualTo("läsbar");
  }

  @Test
  void attributes_of_a_sensitive_key_are_the_same() throws Exception {
    long key = create(both().other(), aes().with(Cka.SENSITIVE, true).build());
    assertSameAttributes(key);
    assertThat(read(both().other(), key, Cka.VALUE).attributes().has(Cka.VALUE)).isFalse();
  }

  @Test
  void mechanisms_that_are_allowed_read_the_same() throws Exception {
    long[] mechanisms = {Ckm.AES_KEY_WRAP, Ckm.AES_GCM};
    for (Side maker : both().sides()) {
      long key = create(maker, aes().with(Cka.ALLOWED_MECHANISMS, mechanisms).build());
      Attributes read = same(side -> read(side, key, Cka.ALLOWED_MECHANISMS)).attributes();
      assertThat(read.numbers(Cka.ALLOWED_MECHANISMS))
          .containsExactlyInAnyOrder(Ckm.AES_KEY_WRAP, Ckm.AES_GCM);
      assertSameAttributes(key);
    }
  }

  @Test
  void a_template_within_a_template_goes_down_and_comes_back_the_same() throws Exception {
    Template inner =
        Template.builder()
            .with(Cka.EXTRACTABLE, false)
            .with(Cka.SENSITIVE, true)
            .with(Cka.KEY_TYPE, Ckk.AES)
            .with(Cka.ID, new byte[] {1, 2, 3})
            .build();
    Template outer = aes().with(Cka.UNWRAP_TEMPLATE, inner).build();
    assertThat(sameAnswer(side -> create(side, outer))).isZero();
    for (Side maker : both().sides()) {
      long key = create(maker, outer);
      if (token().name().equals("softhsm2")) {
        Attributes read = same(side -> read(side, key, Cka.UNWRAP_TEMPLATE)).attributes();
        Attributes pinned = read.template(Cka.UNWRAP_TEMPLATE);
        assertThat(pinned.types())
            .containsExactlyInAnyOrder(Cka.EXTRACTABLE, Cka.SENSITIVE, Cka.KEY_TYPE, Cka.ID);
        assertThat(pinned.bool(Cka.EXTRACTABLE)).isFalse();
        assertThat(pinned.bool(Cka.SENSITIVE)).isTrue();
        assertThat(pinned.ulong(Cka.KEY_TYPE)).isEqualTo(Ckk.AES);
        assertThat(pinned.bytes(Cka.ID)).containsExactly(1, 2, 3);
        assertSameAttributes(key);
      } else {
        // NSS keeps it as bytes without meaning, pointers and all, which IAIK does not read.
        same(side -> read(side, key, Cka.VALUE, Cka.KEY_TYPE));
      }
    }
  }

  @Test
  void a_modulus_of_4096_bits_reads_the_same() throws Exception {
    byte[] modulus = new byte[512];
    Arrays.fill(modulus, (byte) 0xC5);
    Template template =
        Template.builder()
            .with(Cka.CLASS, Cko.PUBLIC_KEY)
            .with(Cka.KEY_TYPE, Ckk.RSA)
            .with(Cka.TOKEN, false)
            .with(Cka.MODULUS, modulus)
            .with(Cka.PUBLIC_EXPONENT, new byte[] {1, 0, 1})
            .with(Cka.ENCRYPT, true)
            .build();
    long key = create(both().other(), template);
    Attributes read =
        same(side -> read(side, key, Cka.LABEL, Cka.MODULUS, Cka.VALUE, Cka.ENCRYPT)).attributes();
    assertThat(read.bytes(Cka.MODULUS)).isEqualTo(modulus);
    assertThat(read.bool(Cka.ENCRYPT)).isTrue();
  }

  @Test
  void more_objects_than_fit_into_one_answer_are_all_found() throws Exception {
    Set<Long> made = new TreeSet<>();
    Template one = secret(Ckk.GENERIC_SECRET).with(Cka.VALUE, KEY).with(Cka.ID, KEY).build();
    for (int i = 0; i < 70; i++) {
      made.add(create(both().sides().get(i % 2), one));
    }
    Template which = Template.builder().with(Cka.ID, KEY).build();
    Set<Long> found = same(side -> find(side, which));
    assertThat(found).isEqualTo(made);
  }

  @Test
  void unknown_handles_and_keys_are_refused_alike() throws Exception {
    byte[] in = new byte[16];
    Mechanism gcm = new Mechanism.Gcm(Ckm.AES_GCM, new byte[12], new byte[0], 128);
    Mechanism wrap = new Mechanism.KeyWrap(Ckm.AES_KEY_WRAP, null);
    Template empty = secret(Ckk.AES).build();
    for (Work<?> work :
        List.<Work<?>>of(
            side -> read(side, NO_OBJECT, Cka.LABEL),
            side -> destroy(side, NO_OBJECT),
            side -> encrypt(side, gcm, NO_OBJECT, in),
            side -> decrypt(side, gcm, NO_OBJECT, in),
            side -> side.cryptoki().C_GetSessionInfo(NO_OBJECT),
            side -> side.cryptoki().C_GetTokenInfo(NO_OBJECT),
            side ->
                side.cryptoki()
                    .C_UnwrapKey(side.session(), wrap, NO_OBJECT, new byte[40], 0, 40, empty),
            side -> create(side, Template.builder().with(Cka.CLASS, 99).build()))) {
      assertThat(sameAnswer(work)).isNotZero();
    }
  }

  @Test
  void a_wrong_pin_is_refused_alike() throws Exception {
    for (Side side : both().sides()) {
      side.cryptoki().C_Logout(side.session());
      assertThat(sameAnswer(s -> login(s, "not-the-pin"))).isEqualTo(Ckr.PIN_INCORRECT);
      both().login();
    }
    assertThat(sameAnswer(s -> login(s, "not-the-pin"))).isEqualTo(Ckr.USER_ALREADY_LOGGED_IN);
  }

  /** Equal when type by type the same is told. */
  private record Read(Attributes attributes, List<Long> types) {
    @Override
    public boolean equals(Object o) {
      return o instanceof Read other
          && types.stream()
              .allMatch(t -> Arrays.equals(attributes.bytes(t), other.attributes.bytes(t)));
    }

    @Override
    public int hashCode() {
      return types.hashCode();
    }

    /** No values: tests keep the rule, too. */
    @Override
    public String toString() {
      return types.stream().filter(attributes::has).map(Long::toHexString).toList().toString();
    }
  }

  private static Read read(Side side, long object, long... types) throws CryptokiException {
    return new Read(
        side.cryptoki().C_GetAttributeValue(side.session(), object, types),
        Arrays.stream(types).boxed().toList());
  }

  /** All in one call, and each alone. */
  private void assertSameAttributes(long object) throws CryptokiException {
    Read all = same(side -> read(side, object, ATTRIBUTES));
    assertThat(all.attributes().has(Cka.KEY_TYPE)).isTrue();
    for (long type : ATTRIBUTES) {
      Read alone = same(side -> read(side, object, type));
      assertThat(alone.attributes().bytes(type)).isEqualTo(all.attributes().bytes(type));
    }
  }

  private static Set<Long> find(Side side, Template which) throws CryptokiException {
    Set<Long> found = new TreeSet<>();
    side.cryptoki().C_FindObjectsInit(side.session(), which);
    long[] batch = side.cryptoki().C_FindObjects(side.session(), 64);
    while (batch.length > 0) {
      Arrays.stream(batch).forEach(found::add);
      batch = side.cryptoki().C_FindObjects(side.session(), 64);
    }
    side.cryptoki().C_FindObjectsFinal(side.session());
    return found;
  }

  private static boolean destroy(Side side, long object) throws CryptokiException {
    side.cryptoki().C_DestroyObject(side.session(), object);
    return true;
  }

  private static boolean login(Side side, String pin) throws CryptokiException {
    side.cryptoki().C_Login(side.session(), Cku.USER, pin.toCharArray());
    return true;
  }
}
