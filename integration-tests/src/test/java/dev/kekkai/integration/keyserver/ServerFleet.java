package dev.kekkai.integration.keyserver;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Several key servers, each a process behind a port that stays. */
final class ServerFleet implements AutoCloseable {
  private final Site site;
  private final List<Relay> relays = new ArrayList<>();
  private final List<ServeProcess> processes = new ArrayList<>();
  private final List<Path> configs = new ArrayList<>();
  private int kills;

  private ServerFleet(Site site) {
    this.site = site;
  }

  /** Starts them; returns when all serve. */
  static ServerFleet start(Site site, int count) throws Exception {
    ServerFleet fleet = new ServerFleet(site);
    for (int i = 0; i < count; i++) {
      fleet.relays.add(new Relay());
      fleet.configs.add(site.serverConfig(name(i)));
      fleet.processes.add(ServeProcess.start(fleet.configs.get(i)));
    }
    for (int i = 0; i < count; i++) {
      fleet.relays.get(i).to(fleet.processes.get(i).awaitPort());
    }
    return fleet;
  }

  private static String name(int server) {
    return "server-" + server;
  }

  /** Ports of all of them, beginning with one. */
  int[] ports(int first) {
    int[] ports = new int[relays.size()];
    for (int i = 0; i < ports.length; i++) {
      ports[i] = relays.get((first + i) % ports.length).port();
    }
    return ports;
  }

  /** SIGKILL for the next one in turn; which one it was. */
  int killNext() throws InterruptedException {
    int server = kills++ % processes.size();
    relays.get(server).toNowhere();
    processes.get(server).kill();
    return server;
  }

  /** Starts one again that was killed; returns when it serves. */
  void startAgain(int server) throws Exception {
    ServeProcess again = ServeProcess.start(configs.get(server));
    processes.set(server, again);
    relays.get(server).to(again.awaitPort());
  }

  int kills() {
    return kills;
  }

  /** What the witnesses of all of them wrote. */
  List<Path> witnesses() {
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < configs.size(); i++) {
      files.add(site.witness(name(i)));
    }
    return files;
  }

  /** Asks those that run to end; their log tells why one did not. */
  void stop() throws Exception {
    for (ServeProcess process : processes) {
      process.stop();
    }
  }

  @Override
  public void close() throws IOException {
    processes.forEach(ServeProcess::close);
    for (Relay relay : relays) {
      relay.close();
    }
  }
}
