package dev.kekkai.integration.store.kill;

import java.nio.file.Path;

/** With H2, the database dies with the process. */
class MakersKilledOnH2Test extends MakersKilledContract {
  @Override
  String url(Path folder, int lane) {
    return "jdbc:h2:file:" + folder.resolve("store" + lane) + ";WRITE_DELAY=0";
  }

  @Override
  void kill(Child child, boolean withStore) throws Exception {
    child.kill();
  }
}
