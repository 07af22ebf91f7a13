package dev.kekkai.keyserver.registry;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a server knows of all clients at one time. Immutable.
 *
 * @param version which document, number 0 for none
 * @param entries what the document says
 * @param suspended ids of the clients that are suspended
 * @param byKeyId each client under each of its key ids
 */
record Snapshot(
    StoredVersion version,
    List<ClientEntry> entries,
    Set<String> suspended,
    Map<String, RegisteredClient> byKeyId) {

  static final Snapshot EMPTY =
      of(new StoredVersion(0, Instant.EPOCH, "", ""), List.of(), Set.of());

  static Snapshot of(StoredVersion version, List<ClientEntry> entries, Set<String> suspended) {
    Map<String, RegisteredClient> byKeyId = new HashMap<>();
    for (ClientEntry entry : entries) {
      CurrentClient client =
          new CurrentClient(entry, version.version(), suspended.contains(entry.id()));
      entry.keys().keySet().forEach(keyId -> byKeyId.put(keyId, client));
    }
    return new Snapshot(version, List.copyOf(entries), Set.copyOf(suspended), Map.copyOf(byKeyId));
  }

  Snapshot with(Set<String> nowSuspended) {
    return of(version, entries, nowSuspended);
  }
}
