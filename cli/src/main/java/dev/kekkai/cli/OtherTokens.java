package dev.kekkai.cli;

import dev.kekkai.config.KekkaiConfig;
import dev.kekkai.provider.KekkaiProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Tokens beside the one that a command works with, each with a configuration of its own. */
final class OtherTokens implements AutoCloseable {
  private final List<KekkaiProvider> providers = new ArrayList<>();

  OtherTokens(Globals globals, List<Path> configurations) {
    List<KekkaiConfig> configs =
        configurations.stream()
            .map(file -> KekkaiConfig.load(globals.surroundings().folder().resolve(file)))
            .toList();
    configs.forEach(config -> providers.add(KekkaiProvider.of(config, globals.consent())));
  }

  /** Connected at their first use. */
  List<KekkaiProvider> providers() {
    return List.copyOf(providers);
  }

  @Override
  public void close() {
    providers.forEach(KekkaiProvider::close);
  }
}
