package dev.kekkai.cli.demo.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * Ports of this machine that were free a moment ago.
 *
 * @param service where the key server serves clients
 * @param management where it tells of its health
 * @param database where the database listens
 */
record Ports(int service, int management, int database) {
  static Ports free() throws IOException {
    InetAddress here = InetAddress.getLoopbackAddress();
    try (ServerSocket service = new ServerSocket(0, 1, here);
        ServerSocket management = new ServerSocket(0, 1, here);
        ServerSocket database = new ServerSocket(0, 1, here)) {
      return new Ports(service.getLocalPort(), management.getLocalPort(), database.getLocalPort());
    }
  }
}
