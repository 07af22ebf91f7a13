// The audit log's encodings, from its JSON lines: docs/formats/audit-log.md, "Encoding" and "JSON lines".

import { createHash } from 'node:crypto';
import { Refused, demand, u32 } from './bytes.mjs';
import { strictText } from './strict-json.mjs';

const MAX_LINE = 524_288;
const MAX_TEXT = 256;
const MAX_CONTEXT = 65_536;
const OPERATIONS = ['decrypt', 'reseal', 'audit'];
const OUTCOMES = ['allowed', 'refused', 'not-opened', 'unavailable'];
const KINDS = ['start', 'regular', 'end'];
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const TIME = /^([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.([0-9]{3}|[0-9]{6}))?Z$/;

const u8 = (number) => Buffer.of(number);

function i64(number) {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(number);
  return bytes;
}

function string(text, maxBytes = MAX_TEXT) {
  demand(text.isWellFormed(), 'an unpaired surrogate');
  const bytes = Buffer.from(text, 'utf8');
  demand(bytes.length <= maxBytes, 'a text that is too long');
  return Buffer.concat([u32(bytes.length), bytes]);
}

const optional = (text) => (text === undefined ? u8(0) : Buffer.concat([u8(1), string(text)]));

/** The members of one object, each read once; none may be left over. */
class Members {
  constructor(members) {
    this.members = members;
    this.names = new Set();
  }

  get(name, type) {
    const value = this.find(name, type);
    demand(value !== undefined, `no ${name}`);
    return value;
  }

  find(name, type) {
    const value = this.members.get(name);
    demand(value === undefined || typeof value === type, `${name} is no ${type}`);
    this.names.add(name);
    return value;
  }

  number(name, least) {
    const value = this.get(name, 'bigint');
    demand(value >= least, `${name} is too small`);
    return value;
  }

  uuid(name) {
    const text = this.get(name, 'string');
    demand(UUID.test(text), `${name} is no UUID`);
    return Buffer.from(text.replaceAll('-', ''), 'hex');
  }

  hash(name) {
    const text = this.get(name, 'string');
    demand(/^[0-9a-f]{64}$/.test(text), `${name} is no hash`);
    return Buffer.from(text, 'hex');
  }

  base64(name) {
    const text = this.get(name, 'string');
    const bytes = Buffer.from(text, 'base64');
    demand(bytes.toString('base64') === text, `${name} is no base64`);
    return bytes;
  }

  server() {
    const name = this.get('server', 'string');
    demand(/^[A-Za-z0-9._-]{1,64}$/.test(name), 'server');
    return string(name);
  }

  /** No digits that are not needed: no fraction of zeros, no six digits where three do. */
  time() {
    const [, seconds, fraction = ''] = TIME.exec(this.get('time', 'string')) ?? [];
    const millis = Date.parse(`${seconds}Z`);
    demand(seconds !== undefined && new Date(millis).toISOString().startsWith(seconds), 'time');
    demand(!fraction.endsWith('000'), 'more digits of a time than it needs');
    return i64(BigInt(millis) * 1000n + BigInt(fraction.padEnd(6, '0')));
  }

  one(name, words) {
    const index = words.indexOf(this.get(name, 'string'));
    demand(index >= 0, `${name} is unknown`);
    return u8(index + 1);
  }

  object(name) {
    const value = this.find(name, 'object');
    demand(value === undefined || value instanceof Map, `${name} is no object`);
    return value === undefined ? undefined : new Members(value);
  }

  end() {
    demand([...this.members.keys()].every((name) => this.names.has(name)), 'a member too many');
  }
}

function chain(line) {
  const [id, number, server, time] = [line.uuid('chain'), line.number('number', 1n), line.server(), line.time()];
  const header = [u8(1), id, i64(number), server, time];
  const previous = line.object('previous');
  const before = previous && { chain: previous.uuid('chain'), start: previous.hash('start') };
  header.push(before ? Buffer.concat([u8(1), before.chain, before.start]) : u8(0));
  const own = line.object('own');
  const sealed = own && { chain: own.uuid('chain'), seal: own.number('seal', 0n), sequence: own.number('sequence', 0n), head: own.hash('head') };
  header.push(sealed ? Buffer.concat([u8(1), sealed.chain, i64(sealed.seal), i64(sealed.sequence), sealed.head]) : u8(0));
  previous?.end();
  own?.end();
  const bytes = Buffer.concat(header);
  demand(bytes.length <= 256, 'a header that is too long');
  return { id, number, server: server.toString('hex'), before, own: sealed, bytes };
}

function contextOf(line) {
  const parts = line.get('context', 'object');
  demand(Array.isArray(parts) && parts.length <= 64 && parts.every((part) => typeof part === 'string'), 'context');
  const bytes = Buffer.concat([u32(parts.length), ...parts.map((part) => string(part, MAX_CONTEXT))]);
  demand(bytes.length <= MAX_CONTEXT, 'a context that is too long');
  return bytes;
}

function entry(line) {
  const id = line.uuid('chain');
  const sequence = line.number('sequence', 1n);
  const text = (name) => string(line.get(name, 'string'));
  const bytes = Buffer.concat([
    u8(1),
    u8(1),
    line.time(),
    ...['request', 'client', 'key', 'peer'].map(text),
    line.one('operation', OPERATIONS),
    line.one('outcome', OUTCOMES),
    optional(line.find('reason', 'string')),
    optional(line.find('kek', 'string')),
    contextOf(line),
    optional(line.find('item', 'string')),
  ]);
  return { id, sequence, hash: line.hash('hash'), bytes };
}

function seal(line) {
  const id = line.uuid('chain');
  const [number, sequence] = [line.number('number', 0n), line.number('sequence', 0n)];
  const [kind, server, head, key] = [line.one('kind', KINDS), line.server(), line.hash('head'), line.hash('key')];
  demand((number === 0n) === (kind[0] === 1), 'a seal 0 that is no start, or a start that is not seal 0');
  const bytes = Buffer.concat([u8(1), kind, id, i64(number), server, i64(sequence), head, line.time(), key]);
  return { id, number, sequence, isEnd: kind[0] === 3, server: server.toString('hex'), head, key, bytes, signature: line.base64('signature') };
}

const TYPES = { chain, entry, seal };

/** A line of an export with its encoding. A row with `bytes` is one that somebody damaged, so it is refused too. */
export function readLine(text) {
  demand(text.length <= MAX_LINE, 'a line that is too long');
  const line = new Members(strictText(text, 'line', 3));
  const type = line.get('type', 'string');
  if (!Object.hasOwn(TYPES, type)) {
    throw new Refused('a line of an unknown type');
  }
  const row = TYPES[type](line);
  line.end();
  return { type, chain: row.id.toString('hex'), ...row };
}

const sha256 = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest();

export const start = (header) => sha256(u8(0), header);
export const after = (head, bytes) => sha256(u8(1), head, bytes);
