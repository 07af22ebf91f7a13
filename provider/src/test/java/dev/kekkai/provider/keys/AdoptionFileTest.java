package dev.kekkai.provider.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.cryptoki.TokenException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of adopted keys against the vectors of its page. */
class AdoptionFileTest {
  private static final Path DOCS = Path.of(System.getProperty("kekkai.root", "..")).resolve("docs");

  @TempDir private Path folder;

  @Test
  void the_vectors_are_read_and_written_as_they_are() throws Exception {
    List<String> good = good();
    assertThat(good).hasSize(2);
    for (String json : good) {
      Path file = Files.writeString(folder.resolve("adopted"), members(json, "file").get(0));
      List<Adoption> read = new AdoptionFile(file, seal(json)).read();
      assertThat(read.stream().map(a -> a.ref().label()).toList()).isEqualTo(members(json, "kek"));
      assertThat(read.stream().map(Adoption::ckaId).toList()).isEqualTo(members(json, "ckaId"));
      assertThat(read.stream().map(a -> a.kind().text()).toList()).isEqualTo(members(json, "kind"));
      assertThat(read.stream().map(Adoption::proof).toList()).isEqualTo(members(json, "proof"));
      assertThat(read.stream().map(a -> a.at().toString()).toList()).isEqualTo(members(json, "at"));
      assertThat(read.stream().allMatch(a -> a.accepted().isEmpty()))
          .isEqualTo(json.contains("\"accepted\": []"));
      Path written = folder.resolve("written");
      Files.deleteIfExists(written);
      for (Adoption adoption : read) {
        new AdoptionFile(written, seal(json)).add(adoption);
      }
      assertThat(written).hasSameTextualContentAs(file);
    }
  }

  @Test
  void what_is_not_as_it_was_written_is_refused() throws Exception {
    String json = vectors();
    List<String> files = members(json, "file");
    assertThat(files).hasSizeGreaterThan(17);
    for (String text : files.subList(good().size(), files.size())) {
      Path file = Files.writeString(folder.resolve("refused"), text);
      assertThatThrownBy(() -> new AdoptionFile(file, seal(json)).read())
          .as(text)
          .isInstanceOf(TokenException.class)
          .hasMessageContaining("(kek.adopted) is refused: ");
    }
    Path tooLong = Files.writeString(folder.resolve("long"), "k".repeat(65_537));
    assertThatThrownBy(() -> new AdoptionFile(tooLong, seal(json)).read())
        .hasMessageContaining("it has more than 65536 bytes");
  }

  /** Each vector by itself. */
  private static List<String> good() throws Exception {
    String json = vectors();
    return Stream.of(json.substring(0, json.indexOf("\"refused\"")).split("\"name\"", -1))
        .skip(1)
        .toList();
  }

  @Test
  void a_version_that_is_adopted_again_has_one_line() throws Exception {
    String json = vectors();
    Path file = Files.writeString(folder.resolve("adopted"), members(json, "file").get(0));
    AdoptionFile adoptions = new AdoptionFile(file, seal(json));
    adoptions.add(adoptions.read().get(0));
    assertThat(adoptions.read())
        .extracting(adoption -> adoption.ref().label())
        .containsExactly("cards.v2", "payments.v1");
  }

  @Test
  void the_page_has_every_rule_with_its_severity_and_requirement() throws Exception {
    String page = Files.readString(DOCS.resolve("keys-audit.md"));
    List<String> rows =
        page.lines()
            .filter(line -> line.startsWith("| `") && line.split("\\|").length == 7)
            .map(line -> line.split("\\|"))
            .map(cells -> cells[1].strip() + cells[2] + cells[5].strip())
            .toList();
    assertThat(rows)
        .isEqualTo(
            Stream.of(KeyRule.values())
                .map(r -> "`" + r.id() + "` " + r.severity().id() + " " + r.requirement())
                .toList());
  }

  private static String vectors() throws Exception {
    return Files.readString(DOCS.resolve("formats/vectors/adopted-keys.json"));
  }

  /** The texts of all members of a name, in order; the file has no escapes but line breaks. */
  private static List<String> members(String json, String name) {
    return Pattern.compile("\"" + name + "\": \"([^\"]*)\"")
        .matcher(json)
        .results()
        .map(member -> member.group(1).replace("\\n", "\n"))
        .toList();
  }

  private static AdoptionFile.Seal seal(String json) {
    return new AdoptionFile.Seal() {
      @Override
      public String keyId() {
        return members(json, "keyId").get(0);
      }

      @Override
      public byte[] mac(byte[] message) {
        try {
          Mac mac = Mac.getInstance("HmacSHA256");
          mac.init(
              new SecretKeySpec(
                  HexFormat.of().parseHex(members(json, "key").get(0)), "HmacSHA256"));
          return mac.doFinal(message);
        } catch (java.security.GeneralSecurityException e) {
          throw new AssertionError(e);
        }
      }
    };
  }
}
