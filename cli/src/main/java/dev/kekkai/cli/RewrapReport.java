package dev.kekkai.cli;

import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.cryptoki.TokenInfo;
import dev.kekkai.dekstore.KekRecord;
import dev.kekkai.dekstore.RewrapResult;
import dev.kekkai.formats.report.ReportSigner;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.KeyNotFoundException;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.TokenPrivateKey;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The report of a rewrap as {@code docs/formats/report.md} has it, signed by a key of the token
 * that signs reports and nothing else.
 */
final class RewrapReport {
  /** The key's name on the token; made at the first report. */
  static final String KEY = "kekkai-reports";

  private static final int BITS = 256;
  private static final int VERSION = 1;

  private final ReportSigner signer;
  private final TokenInfo token;

  private RewrapReport(ReportSigner signer, TokenInfo token) {
    this.signer = signer;
    this.token = token;
  }

  static RewrapReport of(KekkaiProvider provider) throws TokenException, CliException {
    TokenKey key = key(provider);
    if (key.kind() != KeyKind.SEAL_KEY || !(key.publicKey() instanceof ECPublicKey publicKey)) {
      throw new CliException(
          ExitCode.REFUSED,
          key.ref() + " on the token is no seal key, and reports are signed by one of that name");
    }
    return new RewrapReport(
        new ReportSigner(TokenPrivateKey.of(provider.source(), key), publicKey, provider),
        provider.source().get().info());
  }

  private static TokenKey key(KekkaiProvider provider) throws TokenException {
    try {
      return provider.tokenKeys().primary(KEY);
    } catch (KeyNotFoundException e) {
      return provider.maker().create(KekSpec.seal(KEY, BITS));
    }
  }

  /** A JWS in compact form. */
  String sign(RewrapResult result) throws TokenException {
    try {
      return signer.sign(json(result));
    } catch (SignatureException e) {
      throw new TokenException("The report can't be signed: " + e.getMessage(), false, e);
    }
  }

  private Map<String, Object> json(RewrapResult result) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("report", "rewrap");
    json.put("version", VERSION);
    json.put("begun", result.begun().toString());
    json.put("ended", result.ended().toString());
    json.put("store", result.store().toString());
    json.put("storeHead", result.head());
    json.put("token", token());
    json.put("from", kek(result.from()));
    json.put("to", kek(result.to()));
    json.put("rewrapped", result.rewrapped());
    json.put("underTo", result.under());
    json.put("remainingUnderFrom", result.remaining());
    json.put(
        "failed",
        result.failed().stream()
            .map(dek -> Map.of("dek", dek.id().toString(), "why", dek.why()))
            .toList());
    return json;
  }

  private Map<String, Object> token() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("label", token.label());
    json.put("manufacturer", token.manufacturer());
    json.put("model", token.model());
    json.put("serial", token.serial());
    return json;
  }

  private static Map<String, Object> kek(KekRecord kek) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("kek", kek.ref().label());
    json.put("ckaId", kek.ckaId());
    json.put("state", kek.state().id());
    return json;
  }
}
