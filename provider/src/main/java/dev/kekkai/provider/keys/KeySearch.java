package dev.kekkai.provider.keys;

import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.cryptoki.Attributes;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Cko;
import dev.kekkai.cryptoki.Ckr;
import dev.kekkai.cryptoki.CryptokiException;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.Session;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.TokenException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds keys on the token, in a session that the caller holds. */
final class KeySearch {
  private static final long[] KEY_CLASSES = {Cko.SECRET_KEY, Cko.PRIVATE_KEY};

  private KeySearch() {}

  /** All secret and private keys on the token. */
  static Set<ObjectHandle> objects(Session session) throws TokenException {
    Set<ObjectHandle> objects = new HashSet<>();
    for (long objectClass : KEY_CLASSES) {
      objects.addAll(session.find(tokenObjects(objectClass).build()));
    }
    return objects;
  }

  /** Whether a handle still means the key; it may have been destroyed, and even made anew. */
  static boolean isStill(Session session, TokenKey key) throws TokenException {
    try {
      Attributes is = session.attributes(key.object(), Cka.LABEL, Cka.ID);
      return key.ref().label().equals(is.string(Cka.LABEL)) && key.hasId(is.bytes(Cka.ID));
    } catch (CryptokiException e) {
      if (e.is(Ckr.OBJECT_HANDLE_INVALID) || e.is(Ckr.KEY_HANDLE_INVALID)) {
        return false;
      }
      throw e;
    }
  }

  /**
   * The key of that label, fit for its use but for rules that were accepted to be broken; null when
   * there is none.
   */
  static @Nullable TokenKey read(
      Session session, KekRef ref, HsmProfile profile, StrengthRule strength, Set<KeyRule> accepted)
      throws TokenException {
    List<ObjectHandle> found = labelled(session, ref);
    if (found.size() > 1) {
      throw new RefusedKeyException(
          String.format(
              Locale.ROOT,
              "The label %s must be unique on the token, but names %d keys: %s. Relabel or destroy all but one",
              ref,
              found.size(),
              describe(session, found)));
    }
    if (found.isEmpty()) {
      return null;
    }
    TokenKey key = new KeyReader(profile).read(session, found.get(0), ref, accepted);
    strength.check(ref, key.kind(), key.bits());
    return key;
  }

  /** All secret and private keys on the token that have the label; there should be one at most. */
  static List<ObjectHandle> labelled(Session session, KekRef ref) throws TokenException {
    List<ObjectHandle> keys = new ArrayList<>();
    Template labelled =
        Template.builder().with(Cka.TOKEN, true).with(Cka.LABEL, ref.label()).build();
    for (ObjectHandle object : session.find(labelled)) {
      if (mayBeKey(session, object)) {
        keys.add(object);
      }
    }
    return keys;
  }

  /** One of a class unknown is no public half, and refused when it is read. */
  private static boolean mayBeKey(Session session, ObjectHandle object) throws TokenException {
    try {
      Long objectClass = session.attributes(object, Cka.CLASS).ulong(Cka.CLASS);
      return objectClass == null || Arrays.stream(KEY_CLASSES).anyMatch(c -> c == objectClass);
    } catch (CryptokiException e) {
      if (e.is(Ckr.OBJECT_HANDLE_INVALID)) {
        return false; // destroyed by somebody else since it was found
      }
      throw e;
    }
  }

  private static Template.Builder tokenObjects(long objectClass) {
    return Template.builder().with(Cka.CLASS, objectClass).with(Cka.TOKEN, true);
  }

  private static String describe(Session session, List<ObjectHandle> objects)
      throws TokenException {
    List<String> texts = new ArrayList<>();
    for (ObjectHandle object : objects) {
      Attributes a = session.attributes(object, Cka.CLASS, Cka.KEY_TYPE, Cka.ID);
      byte[] id = a.bytes(Cka.ID);
      texts.add(
          String.format(
              Locale.ROOT,
              "class %s, type %s, id %s",
              a.ulong(Cka.CLASS),
              a.ulong(Cka.KEY_TYPE),
              id == null ? "none" : HexFormat.of().formatHex(id)));
    }
    return String.join(" and ", texts);
  }
}
