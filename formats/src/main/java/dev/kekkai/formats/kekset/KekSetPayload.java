package dev.kekkai.formats.kekset;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.kekkai.formats.encoding.StrictJson;
import dev.kekkai.formats.envelope.PublicKek;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is signed: a JWK set (RFC 7517, section 5) with members of our own. Members that are not
 * known are passed over, so that later versions can say more.
 */
final class KekSetPayload {
  private KekSetPayload() {}

  static String write(KekSet set) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("version", set.version());
    members.put("iat", set.issued().getEpochSecond());
    members.put("exp", set.expires().getEpochSecond());
    members.put("primaries", set.primaries());
    members.put("keys", set.keks().stream().map(JwkWriter::write).toList());
    return JSONObjectUtils.toJSONString(members);
  }

  static KekSet read(byte[] json) throws KekSetException {
    Members members =
        new Members(
            StrictJson.object(json, m -> new KekSetException("The KEK set: " + m)), "The KEK set");
    List<?> keys = members.list("keys");
    if (keys.size() > KekSet.MAX_KEKS) {
      throw new KekSetException("The KEK set has more than " + KekSet.MAX_KEKS + " KEKs");
    }
    List<PublicKek> keks = new ArrayList<>();
    for (Object key : keys) {
      keks.add(JwkReader.read(key));
    }
    try {
      return new KekSet(
          members.number("version"),
          time(members, "iat"),
          time(members, "exp"),
          primaries(members.object("primaries")),
          keks);
    } catch (IllegalArgumentException e) {
      throw new KekSetException(String.valueOf(e.getMessage()));
    }
  }

  private static Instant time(Members members, String name) throws KekSetException {
    long seconds = members.number(name);
    if (seconds < 0 || seconds > KekSet.MAX_NUMBER) {
      throw new KekSetException("The KEK set's " + name + " is no time in seconds since 1970");
    }
    return Instant.ofEpochSecond(seconds);
  }

  private static Map<String, String> primaries(Map<?, ?> members) throws KekSetException {
    Map<String, String> primaries = new LinkedHashMap<>();
    for (Map.Entry<?, ?> member : members.entrySet()) {
      if (!(member.getKey() instanceof String name) || !(member.getValue() instanceof String kid)) {
        throw new KekSetException("A primary of the KEK set is no string");
      }
      primaries.put(name, kid);
    }
    return primaries;
  }
}
