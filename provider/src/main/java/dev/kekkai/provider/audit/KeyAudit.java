package dev.kekkai.provider.audit;

import dev.kekkai.config.KekkaiConfig;
import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Cko;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.keys.KeyObject;
import dev.kekkai.provider.keys.KeyRule;
import dev.kekkai.provider.keys.TokenSource;
import java.util.Comparator;
import java.util.List;

/**
 * Looks at every key on a token and finds which break which rule. Reads attributes only: nothing on
 * the token is changed, made or used. Thread-safe.
 */
public final class KeyAudit {
  private final TokenSource source;

  /**
   * Of one token.
   *
   * @param source where the token comes from
   */
  public KeyAudit(TokenSource source) {
    this.source = source;
  }

  /**
   * Audits all keys that the user sees.
   *
   * @return each secret, private and public key with what was found of it, in order of label
   * @throws TokenException when the token doesn't answer
   */
  public List<AuditedKey> run() throws TokenException {
    HsmProfile profile = source.get().profile();
    return check(
        source.config(),
        profile,
        source.retrying(() -> source.get().with(session -> KeyObject.all(session, profile))));
  }

  private static List<AuditedKey> check(
      KekkaiConfig config, HsmProfile profile, List<KeyObject> objects) {
    List<AuditedKey> keys =
        objects.stream()
            .sorted(
                Comparator.comparing(KeyObject::label)
                    .thenComparing(KeyObject::type)
                    .thenComparing(KeyObject::id))
            .map(AuditedKey::new)
            .toList();
    NamedKeys named = new NamedKeys(config, profile);
    ForeignKeys foreign = new ForeignKeys(profile);
    for (AuditedKey audited : keys) {
      KeyObject key = audited.key();
      KeyKind kind = key.kind();
      if (kind != null && key.ref().isPresent()) {
        named.check(audited, kind);
      } else if (!key.isOf(Cko.PUBLIC_KEY)) {
        foreign.check(audited);
      }
      if (key.has(Cka.TRUSTED) && key.lacks(Cka.PRIVATE)) {
        audited.add(KeyRule.TRUSTED_WITHOUT_LOGIN, "CKA_TRUSTED is true, CKA_PRIVATE is false");
      }
    }
    new PublicHalves(keys).check();
    Identities.check(keys);
    return keys;
  }
}
