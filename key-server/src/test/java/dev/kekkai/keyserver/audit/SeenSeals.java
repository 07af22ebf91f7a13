package dev.kekkai.keyserver.audit;

import dev.kekkai.keyserver.audit.format.Seal;
import dev.kekkai.keyserver.audit.format.SignedSeal;
import dev.kekkai.keyserver.audit.json.AuditJson;
import dev.kekkai.keyserver.audit.witness.Witness;
import dev.kekkai.keyserver.audit.witness.WitnessStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A witness in memory. */
public final class SeenSeals implements Witness {
  private final List<SignedSeal> seals = new CopyOnWriteArrayList<>();

  @Override
  public void accept(SignedSeal seal) {
    seals.add(seal);
  }

  public List<Seal> seals() {
    return seals.stream().map(SignedSeal::seal).toList();
  }

  public List<SignedSeal> signed() {
    return List.copyOf(seals);
  }

  public Path writtenTo(Path file) throws IOException {
    return Files.write(file, seals.stream().map(AuditJson::line).toList());
  }

  @Override
  public WitnessStatus status() {
    return new WitnessStatus("memory", 0, seals.size(), 0, null, null);
  }

  @Override
  public void close(Duration within) {
    // nothing to do
  }
}
