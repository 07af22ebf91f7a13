package dev.kekkai.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Keeps keys outside a TPM in software, saved by it, but for the one command that uses them: the
 * TPM itself has room for three, and nobody clears up after a module that leaves its own behind.
 * Before a TPM in hardware Linux does this, as {@code /dev/tpmrm0}. The module makes a connection
 * for each command, so nothing is known of which client a key is; any number of them are served.
 */
final class TpmResourceManager {
  private static final int TRANSIENT = 0x80;
  private static final int FLUSH_CONTEXT = 0x165;
  private static final int CONTEXT_SAVE = 0x162;
  private static final int CONTEXT_LOAD = 0x161;
  private static final int SEQUENCE_COMPLETE = 0x13E;

  /** Numbers of handles by command, of those that tpm2-pkcs11 uses and that have any. */
  private static final Map<Integer, Integer> HANDLES =
      Map.ofEntries(
          Map.entry(0x120, 2), // EvictControl
          Map.entry(0x131, 1), // CreatePrimary
          Map.entry(SEQUENCE_COMPLETE, 1),
          Map.entry(0x150, 2), // ObjectChangeAuth
          Map.entry(0x153, 1), // Create
          Map.entry(0x155, 1), // HMAC
          Map.entry(0x157, 1), // Load
          Map.entry(0x159, 1), // RSA_Decrypt
          Map.entry(0x15B, 1), // HMAC_Start
          Map.entry(0x15C, 1), // SequenceUpdate
          Map.entry(0x15D, 1), // Sign
          Map.entry(0x15E, 1), // Unseal
          Map.entry(0x164, 1), // EncryptDecrypt
          Map.entry(0x173, 1), // ReadPublic
          Map.entry(0x176, 2), // StartAuthSession
          Map.entry(0x191, 1), // CreateLoaded
          Map.entry(0x193, 1)); // EncryptDecrypt2

  /** Those whose response begins with the handle of a key or a sequence. */
  private static final Set<Integer> GIVES_HANDLE = Set.of(0x131, 0x157, 0x167, 0x191, 0x15B);

  private final TpmConnection tpm;

  /** Keys by the handles that clients know them by. */
  private final Map<Integer, byte[]> saved = new HashMap<>();

  private int last;

  private TpmResourceManager(TpmConnection tpm) {
    this.tpm = tpm;
  }

  /**
   * Starts serving, until this JVM ends.
   *
   * @param tpm the TPM's socket
   * @param clients the socket to make
   * @throws IOException when the TPM is not there, or the socket can't be made
   */
  static void serve(Path tpm, Path clients) throws IOException {
    TpmResourceManager manager =
        new TpmResourceManager(
            new TpmConnection(SocketChannel.open(UnixDomainSocketAddress.of(tpm))));
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(clients));
    background(
        () -> {
          while (true) {
            SocketChannel client = server.accept();
            background(() -> manager.serve(client));
          }
        });
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void background(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            "tpm");
    thread.setDaemon(true);
    thread.start();
  }

  private void serve(SocketChannel channel) throws IOException {
    try (channel) {
      TpmConnection client = new TpmConnection(channel);
      for (ByteBuffer command = client.read(); command != null; command = client.read()) {
        client.write(answer(command));
      }
    }
  }

  private synchronized ByteBuffer answer(ByteBuffer command) throws IOException {
    int code = command.getInt(6);
    if (code == FLUSH_CONTEXT) {
      return flush(command);
    }
    Map<Integer, Integer> loaded = load(command, HANDLES.getOrDefault(code, 0));
    ByteBuffer response = tpm.call(command);
    boolean done = response.getInt(6) == 0;
    for (Map.Entry<Integer, Integer> each : loaded.entrySet()) {
      if (done && code == SEQUENCE_COMPLETE) {
        saved.remove(each.getKey());
      } else {
        saved.put(each.getKey(), save(each.getValue()));
      }
    }
    if (done && GIVES_HANDLE.contains(code)) {
      takeHandle(response);
    }
    return response;
  }

  private ByteBuffer flush(ByteBuffer command) throws IOException {
    int handle = command.getInt(TpmConnection.HEADER);
    if (saved.remove(handle) == null) {
      return tpm.call(command);
    }
    return ByteBuffer.allocate(TpmConnection.HEADER)
        .putShort(command.getShort(0))
        .putInt(TpmConnection.HEADER)
        .putInt(0)
        .flip();
  }

  /** Loads the keys that the command names, and gives it the handles that the TPM gave them. */
  private Map<Integer, Integer> load(ByteBuffer command, int handles) throws IOException {
    Map<Integer, Integer> loaded = new HashMap<>();
    for (int i = 0; i < handles; i++) {
      int at = TpmConnection.HEADER + 4 * i;
      byte[] context = saved.get(command.getInt(at));
      if (context != null) {
        Integer real = loaded.get(command.getInt(at));
        if (real == null) {
          real = tpm.call(CONTEXT_LOAD, context).getInt(TpmConnection.HEADER);
          loaded.put(command.getInt(at), real);
        }
        command.putInt(at, real);
      }
    }
    return loaded;
  }

  private byte[] save(int real) throws IOException {
    ByteBuffer response = tpm.call(CONTEXT_SAVE, bytes(real));
    byte[] context = new byte[response.limit() - TpmConnection.HEADER];
    response.get(TpmConnection.HEADER, context);
    tpm.call(FLUSH_CONTEXT, bytes(real));
    return context;
  }

  private void takeHandle(ByteBuffer response) throws IOException {
    int real = response.getInt(TpmConnection.HEADER);
    last = last % 0xFFFF + 1;
    int given = TRANSIENT << 24 | 0x10000 + last;
    saved.put(given, save(real));
    response.putInt(TpmConnection.HEADER, given);
  }

  private static byte[] bytes(int handle) {
    return ByteBuffer.allocate(4).putInt(handle).array();
  }
}
