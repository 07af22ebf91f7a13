package dev.kekkai.integration.node;

import com.nimbusds.jose.util.JSONArrayUtils;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The code of {@code docs/without-kekkai.md}, as it stands there. */
public final class WithoutKekkaiPage {
  private static final Path ROOT = Path.of(System.getProperty("kekkai.root"));
  private static final Pattern CODE = Pattern.compile("```js\n(.*?)```", Pattern.DOTALL);

  private WithoutKekkaiPage() {}

  /**
   * Runs a program that imports the page's code from {@code ./kekkai.mjs}.
   *
   * @param folder where both are written to
   * @param program reads tasks from standard input and writes as many results, both JSON arrays
   * @param tasks what it reads
   * @return what it wrote
   */
  public static List<Object> run(Path folder, String program, List<Object> tasks) throws Exception {
    Matcher blocks = CODE.matcher(Files.readString(ROOT.resolve("docs/without-kekkai.md")));
    StringBuilder code = new StringBuilder();
    while (blocks.find()) {
      code.append(blocks.group(1)).append('\n');
    }
    Files.writeString(folder.resolve("kekkai.mjs"), code);
    Path caller = Files.writeString(folder.resolve("caller.mjs"), program);
    Path packages = folder.resolve("node_modules");
    if (!Files.exists(packages)) {
      Files.createSymbolicLink(
          packages, ROOT.resolve("integration-tests/src/test/node/node_modules"));
    }
    return JSONArrayUtils.parse(
        NodeScript.run(caller.toString(), JSONArrayUtils.toJSONString(tasks)));
  }
}
