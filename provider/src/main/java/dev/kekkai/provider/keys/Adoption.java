package dev.kekkai.provider.keys;

import dev.kekkai.config.profile.KeyKind;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * That a person vouched for a KEK: which key, and which rules about its origin it may break. A line
 * of the file that {@code docs/formats/adopted-keys.md} describes.
 *
 * @param ref name and version
 * @param ckaId its CKA_ID in hexadecimal
 * @param kind an AES, RSA or EC KEK
 * @param proof what tells the key from another one of its label and CKA_ID: how, a colon, and bytes
 *     in base64
 * @param accepted the rules it breaks; all of {@link #ACCEPTABLE}, or none
 * @param at when
 */
public record Adoption(
    KekRef ref, String ckaId, KeyKind kind, String proof, Set<KeyRule> accepted, Instant at) {
  /** What nobody but the one who made the key can know: whether it was ever in clear. */
  static final Set<KeyRule> ORIGIN =
      Set.of(KeyRule.NOT_LOCAL, KeyRule.ONCE_READABLE, KeyRule.ONCE_EXTRACTABLE);

  /** What can be accepted: origin, and defences that the maker's tools left out. */
  static final Set<KeyRule> ACCEPTABLE =
      Set.of(
          KeyRule.NOT_LOCAL,
          KeyRule.ONCE_READABLE,
          KeyRule.ONCE_EXTRACTABLE,
          KeyRule.MODIFIABLE,
          KeyRule.COPYABLE,
          KeyRule.ANY_MECHANISM);

  private static final String SPKI = "spki-sha256";
  private static final String NO_RULE = "-";
  private static final Pattern LINE =
      Pattern.compile(
          "kek (\\S{1,60}) ([0-9a-f]{0,128}) (\\w{1,16}) ([a-z0-9-]{1,40}:[A-Za-z0-9+/=]{1,200})"
              + " ([a-z,-]{1,200}) (\\S{1,40})");

  /**
   * Checks what was accepted.
   *
   * @param ref name and version
   * @param ckaId its CKA_ID in hexadecimal
   * @param kind an AES, RSA or EC KEK
   * @param proof what tells the key from another one
   * @param accepted the rules it breaks
   * @param at when
   * @throws IllegalArgumentException when a rule is none that can be accepted
   */
  public Adoption {
    if (!ACCEPTABLE.containsAll(accepted)) {
      throw new IllegalArgumentException("only rules about a key's origin can be accepted");
    }
    accepted = Set.copyOf(accepted);
    at = at.truncatedTo(ChronoUnit.SECONDS);
  }

  /** The proof of a pair: a private key can't be exchanged without its public half. */
  static String proofOf(PublicKey publicKey) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(publicKey.getEncoded());
      return SPKI + ":" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The proof of a secret key: something that only it unwraps. */
  static String proofOf(WrappedDek wrapped) {
    return wrapped.method().id() + ":" + Base64.getEncoder().encodeToString(wrapped.bytes());
  }

  /** What a secret key has to unwrap; null for a pair. */
  @Nullable WrappedDek wrapped() {
    String[] parts = proof.split(":", 2);
    return parts[0].equals(SPKI)
        ? null
        : new WrappedDek(ref, WrapMethod.ofId(parts[0]), Base64.getDecoder().decode(parts[1]));
  }

  /** Whether it is this key, as far as its attributes tell; a secret one has to unwrap, too. */
  boolean isOf(TokenKey key) {
    PublicKey publicKey = key.publicKey();
    return key.kind() == kind
        && HexFormat.of().formatHex(key.id()).equals(ckaId)
        && (publicKey == null || proofOf(publicKey).equals(proof));
  }

  /** Whether the key may be used although all this is wrong with it. */
  boolean covers(Collection<KeyViolation> violations) {
    return violations.stream().allMatch(violation -> accepted.contains(violation.rule()));
  }

  /** Whether there can be an adoption that covers all this. */
  static boolean mayCover(Collection<KeyViolation> violations) {
    return violations.stream().allMatch(violation -> ACCEPTABLE.contains(violation.rule()));
  }

  /** As it is written down. */
  String line() {
    return String.format(
        Locale.ROOT, "kek %s %s %s %s %s %s", ref.label(), ckaId, kind.text(), proof, rules(), at);
  }

  private String rules() {
    return accepted.isEmpty()
        ? NO_RULE
        : accepted.stream().map(KeyRule::id).sorted().collect(Collectors.joining(","));
  }

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException when it is none
   */
  static Adoption parse(String line) {
    Matcher parts = LINE.matcher(line);
    if (!parts.matches()) {
      throw new IllegalArgumentException("not a line of this form");
    }
    Set<KeyRule> accepted = EnumSet.noneOf(KeyRule.class);
    if (!parts.group(5).equals(NO_RULE)) {
      for (String id : List.of(parts.group(5).split(",", -1))) {
        accepted.add(rule(id));
      }
    }
    try {
      Adoption adoption =
          new Adoption(
              KekRef.parse(parts.group(1)),
              parts.group(2),
              kind(parts.group(3)),
              parts.group(4),
              accepted,
              Instant.parse(parts.group(6)));
      adoption.wrapped();
      return adoption;
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("its time can't be read", e);
    }
  }

  private static KeyRule rule(String id) {
    return Arrays.stream(KeyRule.values())
        .filter(rule -> rule.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no rule " + id));
  }

  private static KeyKind kind(String text) {
    return Arrays.stream(KeyKind.values())
        .filter(kind -> kind.text().equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no key kind " + text));
  }
}
