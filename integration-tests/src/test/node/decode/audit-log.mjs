// Verifies an export of the audit log: docs/formats/audit-log.md, "Verifying".

import { createHash, createPublicKey, verify as verifySignature } from 'node:crypto';
import { after, readLine, start } from './audit-encoding.mjs';
import { demand } from './bytes.mjs';

const DOMAIN = Buffer.from('kekkai audit seal\0', 'ascii');
const HASHES = { 'P-256': 'sha256', 'P-384': 'sha384' };

function trusted(spki) {
  const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
  return { key, id: createHash('sha256').update(spki).digest(), hash: HASHES[key.export({ format: 'jwk' }).crv] };
}

class Chain {
  constructor(row, encodings) {
    this.row = row;
    this.start = this.head = start(row.bytes);
    this.sequence = 0n;
    this.seals = [];
    this.encodings = encodings;
    encodings[`header ${row.number}`] = row.bytes;
    encodings[`H(0) of chain ${row.number}`] = this.head;
  }

  entry(row) {
    demand(!this.isEnded() && row.sequence === this.sequence + 1n, 'an entry out of its place');
    this.sequence = row.sequence;
    this.head = after(this.head, row.bytes);
    demand(this.head.equals(row.hash), 'an entry that does not give its hash');
    const of = `of chain ${this.row.number}`;
    this.encodings[`entry ${row.sequence} ${of}`] = row.bytes;
    this.encodings[`H(${row.sequence}) ${of}`] = this.head;
  }

  seal(row, key) {
    demand(!this.isEnded() && row.number === BigInt(this.seals.length), 'a seal out of its place');
    demand(row.server === this.row.server, 'a seal of another server');
    demand(row.key.equals(key.id), 'a seal of an unknown key');
    demand(verifySignature(key.hash, Buffer.concat([DOMAIN, row.bytes]), key.key, row.signature), 'a forged seal');
    demand(row.sequence === this.sequence && row.head.equals(this.head), 'a seal over something else');
    this.seals.push(row);
    this.encodings[`seal ${row.number} of chain ${this.row.number}`] = row.bytes;
  }

  isEnded() {
    return this.seals.at(-1)?.isEnd === true;
  }
}

/** Each chain names the one before it, and the newest seal of its server's chain before. */
function checkLineOfChains(chains) {
  let before;
  const newestOf = new Map();
  for (const chain of chains) {
    const { row } = chain;
    demand(row.number === (before?.row.number ?? 0n) + 1n, 'a chain out of its place');
    demand((row.before === undefined) === (before === undefined), 'a chain that names none before it');
    if (before) {
      demand(row.before.chain.equals(before.row.id) && row.before.start.equals(before.start), 'another chain before');
    }
    const newest = newestOf.get(row.server);
    demand((row.own === undefined) === (newest === undefined), "a chain that does not name its server's");
    if (newest) {
      const seal = newest.seals[Number(row.own.seal)];
      demand(row.own.chain.equals(newest.row.id) && seal !== undefined, 'a seal that is missing');
      demand(seal.sequence === row.own.sequence && seal.head.equals(row.own.head), 'another seal before');
    }
    newestOf.set(row.server, chain);
    before = chain;
  }
}

function checkWitness(witness, chains, key) {
  for (const row of witness.map(readLine).filter(({ type }) => type === 'seal')) {
    const genuine = row.key.equals(key.id) && verifySignature(key.hash, Buffer.concat([DOMAIN, row.bytes]), key.key, row.signature);
    const kept = chains.get(row.chain)?.seals[Number(row.number)];
    demand(!genuine || kept?.bytes.equals(row.bytes), 'a seal that the witness has and the export has not');
  }
}

function verify(lines, spki, witness) {
  const key = trusted(spki);
  const chains = new Map();
  const encodings = {};
  let entries = 0;
  for (const row of lines.map(readLine)) {
    if (row.type === 'chain') {
      demand(!chains.has(row.chain), 'a chain twice');
      chains.set(row.chain, new Chain(row, encodings));
      continue;
    }
    const chain = chains.get(row.chain);
    demand(chain !== undefined, 'a chain without beginning');
    if (row.type === 'entry') {
      chain.entry(row);
      entries++;
    } else {
      chain.seal(row, key);
    }
  }
  const all = [...chains.values()];
  demand(all.every(({ seals }) => seals.length > 0), 'a chain whose start has no seal');
  checkLineOfChains(all);
  checkWitness(witness, chains, key);
  return { entries, seals: all.reduce((sum, { seals }) => sum + seals.length, 0), encodings };
}

const pem = (text) => Buffer.from(text.replace(/-----[A-Z ]+-----|\s/g, ''), 'base64');

/** The file's one good vector is the export beside it, which is its own witness. */
export function readFile(file, beside) {
  const lines = beside('audit-log.jsonl').trimEnd().split('\n');
  const { entries, seals, encodings } = verify(lines, pem(beside('audit-log.pem')), lines);
  const named = Object.keys(file.encodings ?? {}).map((name) => [name, encodings[name]?.toString('hex')]);
  return { entries, seals, encodings: Object.fromEntries(named) };
}

/** Has to fail. */
export function readRefusedFile(refused, beside) {
  const all = beside('audit-log.jsonl').trimEnd().split('\n');
  const pick = (lines) => lines.map((line) => (typeof line === 'string' ? line : all[line]));
  const lines = pick(refused.lines);
  if (refused.tail) {
    lines[lines.length - 1] += refused.tail.of.repeat(refused.tail.times);
  }
  const spki = refused['seal-key'] ? Buffer.from(refused['seal-key'], 'base64') : pem(beside('audit-log.pem'));
  verify(lines, spki, pick(refused.witness ?? []));
}
