package dev.kekkai.integration.format;

import com.nimbusds.jose.util.JSONArrayUtils;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.kekkai.integration.node.NodeScript;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The decoders of {@code src/test/node/decode}. */
final class NodeDecoder {
  private NodeDecoder() {}

  /**
   * What became of one case.
   *
   * @param error null when it is as the file says
   */
  record Result(String file, String name, @Nullable String error) {}

  /** Goes through all files of a folder. */
  static List<Result> check(Path folder) throws Exception {
    String asked = JSONObjectUtils.toJSONString(Map.of("folder", folder.toString()));
    List<Result> results = new ArrayList<>();
    for (Object element : JSONArrayUtils.parse(NodeScript.run("decode/check.mjs", asked))) {
      Map<?, ?> result = (Map<?, ?>) element;
      results.add(
          new Result(
              (String) result.get("file"),
              (String) result.get("name"),
              (String) result.get("error")));
    }
    return results;
  }
}
