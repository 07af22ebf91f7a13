package dev.kekkai.cli.client;

import dev.kekkai.cli.CliException;
import dev.kekkai.cli.Globals;
import dev.kekkai.cli.ValueInput;
import dev.kekkai.formats.envelope.SealedEnvelope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** A sealed item, which is not secret: an argument, or standard input. */
final class ItemInput {
  @Parameters(arity = "0..1", paramLabel = "ITEM", description = "The sealed item, a compact JWE.")
  private @Nullable String item;

  String read(Globals globals) throws CliException, IOException {
    return item != null
        ? item
        : new String(
            new ValueInput(globals.surroundings(), SealedEnvelope.MAX_CHARS)
                .read("Sealed item", false),
            StandardCharsets.ISO_8859_1);
  }
}
