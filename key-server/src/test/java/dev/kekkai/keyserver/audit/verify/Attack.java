package dev.kekkai.keyserver.audit.verify;

import dev.kekkai.keyserver.audit.AuditEvent;
import dev.kekkai.keyserver.audit.AuditEvent.Outcome;
import dev.kekkai.keyserver.audit.Seals;
import dev.kekkai.keyserver.audit.format.AuditRow;
import dev.kekkai.keyserver.audit.format.Bytes;
import dev.kekkai.keyserver.audit.format.ChainHeader;
import dev.kekkai.keyserver.audit.format.EntryCodec;
import dev.kekkai.keyserver.audit.format.HashChain;
import dev.kekkai.keyserver.audit.format.Seal;
import dev.kekkai.keyserver.audit.format.SealKey;
import dev.kekkai.keyserver.audit.format.SealKind;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** What somebody with write access may try. Each leaves a log that is consistent by itself. */
enum Attack {
  EDIT_AN_ENTRY {
    @Override
    void change(ForgedLog log, Random random) throws Exception {
      ForgedLog.Chain chain = anyWithEntries(log, random);
      int place = random.nextInt(chain.entries.size());
      AuditEvent event = EntryCodec.decode(chain.entries.get(place));
      chain.entries.set(place, EntryCodec.encode(edited(event, random.nextInt(6))));
    }
  },
  REMOVE_ENTRIES {
    @Override
    void change(ForgedLog log, Random random) {
      ForgedLog.Chain chain = anyWithEntries(log, random);
      int from = random.nextInt(chain.entries.size());
      int to = Math.min(chain.entries.size(), from + 1 + random.nextInt(20));
      chain.entries.subList(from, to).clear();
    }
  },
  ADD_AN_ENTRY {
    @Override
    void change(ForgedLog log, Random random) {
      ForgedLog.Chain chain = anyWithEntries(log, random);
      byte[] other = chain.entries.get(random.nextInt(chain.entries.size()));
      chain.entries.add(random.nextInt(chain.entries.size()), other.clone());
    }
  },
  SWAP_ENTRIES {
    @Override
    void change(ForgedLog log, Random random) {
      ForgedLog.Chain chain = anyWithEntries(log, random);
      int first = random.nextInt(chain.entries.size() - 1);
      int second = first + 1 + random.nextInt(chain.entries.size() - first - 1);
      Collections.swap(chain.entries, first, second);
    }
  },
  MOVE_AN_ENTRY_TO_ANOTHER_CHAIN {
    @Override
    void change(ForgedLog log, Random random) {
      int from = random.nextInt(log.chains.size());
      int to = (from + 1 + random.nextInt(log.chains.size() - 1)) % log.chains.size();
      List<byte[]> source = log.chains.get(from).entries;
      List<byte[]> target = log.chains.get(to).entries;
      target.add(random.nextInt(target.size() + 1), source.remove(random.nextInt(source.size())));
    }
  },
  CHANGE_A_BEGINNING {
    @Override
    void change(ForgedLog log, Random random) {
      ForgedLog.Chain chain = any(log, random);
      ChainHeader old = chain.header;
      chain.header =
          new ChainHeader(
              old.chain(),
              old.number(),
              random.nextBoolean() ? "ks-9" : old.server(),
              old.time().minus(Duration.ofHours(1)),
              old.previous(),
              old.own());
    }
  },
  REMOVE_A_CHAIN {
    @Override
    void change(ForgedLog log, Random random) {
      log.chains.remove(random.nextInt(log.chains.size()));
    }
  },
  SWAP_CHAINS {
    @Override
    void change(ForgedLog log, Random random) {
      int first = random.nextInt(log.chains.size() - 1);
      Collections.swap(log.chains, first, first + 1);
    }
  },
  ADD_A_CHAIN {
    @Override
    void change(ForgedLog log, Random random) throws Exception {
      ForgedLog.Chain forged = new ForgedLog.Chain();
      forged.header =
          new ChainHeader(
              new UUID(random.nextLong(), random.nextLong()),
              1,
              "ks-1",
              log.chains.get(0).header.time(),
              null,
              null);
      forged.entries.addAll(any(log, random).entries);
      Seal seal =
          new Seal(
              forged.header.chain(),
              0,
              SealKind.START,
              "ks-1",
              0,
              HashChain.start(forged.header.encoded()),
              forged.header.time(),
              keyOf(log));
      forged.seals.add(signed(seal, OTHER.key()));
      log.chains.add(random.nextInt(log.chains.size() + 1), forged);
    }
  },
  REMOVE_SEALS {
    @Override
    void change(ForgedLog log, Random random) {
      ForgedLog.Chain chain = any(log, random);
      int from = random.nextInt(chain.seals.size());
      int to = Math.min(chain.seals.size(), from + 1 + random.nextInt(2));
      chain.seals.subList(from, to).clear();
    }
  },
  CHANGE_ENTRIES_AND_REMOVE_THE_SEALS_OVER_THEM {
    @Override
    void change(ForgedLog log, Random random) throws Exception {
      ForgedLog.Chain chain = anyWithEntries(log, random);
      int place = random.nextInt(chain.entries.size());
      chain.entries.set(
          place, EntryCodec.encode(edited(EntryCodec.decode(chain.entries.get(place)), 1)));
      chain.seals.removeIf(seal -> seal.sequence() > place);
    }
  },
  MAKE_A_SEAL_FIT {
    @Override
    void change(ForgedLog log, Random random) throws Exception {
      ForgedLog.Chain chain = anyWithEntries(log, random);
      int place = random.nextInt(chain.entries.size());
      chain.entries.set(
          place, EntryCodec.encode(edited(EntryCodec.decode(chain.entries.get(place)), 0)));
      List<Bytes> heads = chain.heads();
      boolean signs = random.nextBoolean();
      for (int i = 0; i < chain.seals.size(); i++) {
        AuditRow.SealRow row = chain.seals.get(i);
        Seal old = Seal.decode(row.seal().array());
        Seal fitting =
            new Seal(
                old.chain(),
                old.number(),
                old.kind(),
                old.server(),
                old.sequence(),
                heads.get((int) old.sequence()),
                old.time(),
                signs && random.nextBoolean() ? OTHER.key().id() : old.key());
        if (!fitting.head().equals(old.head())) {
          chain.seals.set(
              i,
              signs
                  ? signed(fitting, OTHER.key())
                  : new AuditRow.SealRow(
                      row.chain(),
                      row.number(),
                      row.sequence(),
                      Bytes.of(fitting.encoded()),
                      row.signature()));
        }
      }
    }
  },
  PUT_A_SEAL_OF_ANOTHER_CHAIN {
    @Override
    void change(ForgedLog log, Random random) {
      int from = random.nextInt(log.chains.size());
      int to = (from + 1 + random.nextInt(log.chains.size() - 1)) % log.chains.size();
      AuditRow.SealRow other = log.chains.get(from).seals.get(0);
      List<AuditRow.SealRow> seals = log.chains.get(to).seals;
      int place = random.nextInt(seals.size());
      AuditRow.SealRow row = seals.get(place);
      seals.set(
          place,
          new AuditRow.SealRow(
              row.chain(), row.number(), row.sequence(), other.seal(), other.signature()));
    }
  },
  CUT_BACK_AND_WRITE_ON {
    @Override
    void change(ForgedLog log, Random random) {
      ForgedLog.Chain chain = anyWithEntries(log, random);
      int keep = random.nextInt(chain.entries.size());
      List<byte[]> tail = chain.entries.subList(keep, chain.entries.size());
      List<byte[]> other = List.copyOf(tail);
      tail.clear();
      chain.seals.removeIf(seal -> seal.sequence() > keep);
      chain.entries.addAll(other.subList(other.size() / 2, other.size()));
    }
  };

  /** The attacker's own key. */
  private static final Seals OTHER = Seals.onP256();

  abstract void change(ForgedLog log, Random random) throws Exception;

  private static ForgedLog.Chain any(ForgedLog log, Random random) {
    return log.chains.get(random.nextInt(log.chains.size()));
  }

  private static ForgedLog.Chain anyWithEntries(ForgedLog log, Random random) {
    ForgedLog.Chain chain = any(log, random);
    while (chain.entries.size() < 2) {
      chain = any(log, random);
    }
    return chain;
  }

  private static Bytes keyOf(ForgedLog log) throws Exception {
    return Seal.decode(log.chains.get(0).seals.get(0).seal().array()).key();
  }

  private static AuditRow.SealRow signed(Seal seal, SealKey key) throws Exception {
    return AuditRow.SealRow.of(key.sign(seal));
  }

  private static AuditEvent edited(AuditEvent event, int what) {
    return new AuditEvent(
        what == 0 ? event.time().plusSeconds(1) : event.time(),
        event.requestId(),
        what == 1 ? "somebody-else" : event.client(),
        event.keyId(),
        what == 2 ? "192.0.2.99" : event.peer(),
        event.operation(),
        what == 3 ? Outcome.REFUSED : event.outcome(),
        event.reason(),
        what == 4 ? "payments.v9" : event.kek(),
        what == 5 ? List.of("nothing") : event.context(),
        event.item());
  }
}
