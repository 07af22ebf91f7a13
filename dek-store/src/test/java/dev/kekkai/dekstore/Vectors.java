package dev.kekkai.dekstore;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A file of docs/formats/vectors. */
public final class Vectors {
  private static final Path FOLDER = Path.of("..", "docs", "formats", "vectors");

  private final Map<String, Object> members;

  private Vectors(String name) throws IOException, ParseException {
    members = JSONObjectUtils.parse(Files.readString(FOLDER.resolve(name)));
  }

  public static Vectors of(String name) throws IOException, ParseException {
    return new Vectors(name);
  }

  /** Good ones. */
  public List<Case> vectors() {
    return cases("vectors");
  }

  /** What has to be refused, each with the members of the vector that it names and its own. */
  public List<Case> refused() {
    List<Case> merged = new ArrayList<>();
    for (Case refused : cases("refused")) {
      Map<String, Object> all = new HashMap<>();
      vectors().stream()
          .filter(vector -> vector.text("name").equals(refused.text("vector")))
          .forEach(vector -> all.putAll(vector.members()));
      all.putAll(refused.members());
      merged.add(new Case(all, refused.members().keySet().stream().sorted().toList()));
    }
    return merged;
  }

  private List<Case> cases(String name) {
    List<Case> cases = new ArrayList<>();
    for (Object element : (List<?>) members.get(name)) {
      cases.add(new Case(map(element), List.of()));
    }
    return cases;
  }

  private static Map<String, Object> map(Object object) {
    Map<String, Object> map = new HashMap<>();
    ((Map<?, ?>) object).forEach((key, value) -> map.put((String) key, value));
    return map;
  }

  /**
   * One vector, or one refused.
   *
   * @param changed the members that are not those of the vector it is made from
   */
  public record Case(Map<String, Object> members, List<String> changed) {
    public String text(String name) {
      return (String) members.get(name);
    }

    public long number(String name) {
      return ((Number) members.get(name)).longValue();
    }

    public UUID uuid(String name) {
      return UUID.fromString(text(name));
    }

    /** A member that is an object. */
    public Case object(String name) {
      return new Case(map(members.getOrDefault(name, Map.of())), List.of());
    }

    /** A member that is an array of objects. */
    public List<Case> objects(String name) {
      return ((List<?>) members.get(name)).stream().map(o -> new Case(map(o), List.of())).toList();
    }

    /** The HMAC by the vector's key. */
    RowMac mac() {
      return message -> {
        try {
          Mac mac = Mac.getInstance("HmacSHA256");
          mac.init(new SecretKeySpec(HexFormat.of().parseHex(text("key")), "HmacSHA256"));
          return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
          throw new AssertionError(e);
        }
      };
    }

    @Override
    public String toString() {
      return text("name");
    }
  }
}
