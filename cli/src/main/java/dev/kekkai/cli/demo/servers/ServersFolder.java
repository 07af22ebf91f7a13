package dev.kekkai.cli.demo.servers;

import java.nio.file.Path;

/** Where the files of the demo with two servers are: each server's in a folder of its own. */
record ServersFolder(Path path) {
  Path softHsmConf() {
    return path.resolve("softhsm2.conf");
  }

  Path keyServer(String name) {
    return path.resolve("key-server").resolve(name);
  }

  Path application(String name) {
    return path.resolve("application").resolve(name);
  }

  /** What the database's administrators can't write: the witness, and the public seal key. */
  Path auditor(String name) {
    return path.resolve("auditor").resolve(name);
  }

  Path log(String name) {
    return path.resolve(name + ".log");
  }
}
