package dev.kekkai.provider.audit;

import dev.kekkai.config.KekkaiConfig;
import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Cko;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.keys.Adoptions;
import dev.kekkai.provider.keys.KeyObject;
import dev.kekkai.provider.keys.KeyRule;
import dev.kekkai.provider.keys.KeyViolation;
import dev.kekkai.provider.keys.NotAdoptedException;
import dev.kekkai.provider.keys.RefusedKeyException;
import dev.kekkai.provider.keys.TokenKeys;
import dev.kekkai.provider.keys.TokenSource;
import dev.kekkai.provider.keys.UnprovedKeyException;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Looks at every key on a token and finds which break which rule. Nothing on the token is changed
 * or made, and no key is used but an adopted one, to prove it. Thread-safe.
 */
public final class KeyAudit {
  private final TokenSource source;
  private final Adoptions adoptions;

  /**
   * Of one token.
   *
   * @param source where the token comes from
   * @param keys the keys on it
   */
  public KeyAudit(TokenSource source, TokenKeys keys) {
    this.source = source;
    this.adoptions = new Adoptions(source, keys);
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

  private List<AuditedKey> check(KekkaiConfig config, HsmProfile profile, List<KeyObject> objects)
      throws TokenException {
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
        List<KeyViolation> violations = named.violations(key, kind);
        named.check(audited, kind, violations, accepted(audited, violations));
      } else if (!key.isOf(Cko.PUBLIC_KEY)) {
        foreign.check(audited);
      }
      if (key.has(Cka.TRUSTED) && key.lacks(Cka.PRIVATE)) {
        audited.add(KeyRule.TRUSTED_WITHOUT_LOGIN, "CKA_TRUSTED is true, CKA_PRIVATE is false");
      }
    }
    new PublicHalves(profile, keys).check();
    Identities.check(keys);
    return keys;
  }

  /**
   * What only shows that the token doesn't answer says nothing of the key: what passes is thrown,
   * and what does not leaves it open whether a person accepted what the key breaks.
   */
  private Set<KeyRule> accepted(AuditedKey audited, List<KeyViolation> violations)
      throws TokenException {
    try {
      return source.retrying(() -> adoptions.accepted(audited.key(), violations));
    } catch (NotAdoptedException e) {
      audited.add(KeyRule.NOT_ADOPTED, "kek.trust = adopted, and kek.adopted does not have it");
      return Set.of();
    } catch (RefusedKeyException | UnprovedKeyException e) {
      // Unproved: a module may answer to a blob of another key as if it were in trouble itself.
      audited.add(KeyRule.ADOPTION_REFUSED, String.valueOf(e.getMessage()));
      return Set.of();
    } catch (TokenException e) {
      if (e.retryable()) {
        throw e;
      }
      audited.adoptionNotChecked(violations, String.valueOf(e.getMessage()));
      return Set.of();
    }
  }
}
