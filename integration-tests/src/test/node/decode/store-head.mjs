// The store head: docs/formats/store-head.md.

import { createHash, createHmac, createPublicKey, verify } from 'node:crypto';
import { demand, field, u32, uuid } from './bytes.mjs';

const FILE =
  /^(kekkai store head v1\nstore ([0-9a-f-]{36})\ncounter ([0-9]{1,18})\nroot ([0-9a-f]{0,64})\nkeks ([0-9a-f]{0,64})\nkey ([0-9a-f]{0,512})\n)signature ([A-Za-z0-9+/]+=*)\n$/;

const sha256 = (parts) => createHash('sha256').update(Buffer.concat(parts)).digest('hex');

function bucketDigest(rows) {
  const sorted = [...rows].sort((one, two) => Buffer.compare(uuid(one.id), uuid(two.id)));
  return sha256([
    Buffer.from([0]),
    ...sorted.flatMap((row) => [uuid(row.id), field(Buffer.from(row.row_tag, 'utf8'))]),
  ]);
}

/** Of numbered digests. */
function innerDigest(children) {
  const sorted = [...children].sort(([one], [two]) => one - two);
  return sha256([Buffer.from([1]), ...sorted.flatMap(([number, digest]) => [u32(number), Buffer.from(digest, 'utf8')])]);
}

function grouped(items, number) {
  const groups = new Map();
  for (const item of items) {
    groups.set(number(item), [...(groups.get(number(item)) ?? []), item]);
  }
  return groups;
}

function digests(rows) {
  const buckets = [...grouped(rows, (row) => uuid(row.id).readUInt16BE())].map(([number, some]) => [number, bucketDigest(some)]);
  const nodes = [...grouped(buckets, ([number]) => number >> 8)].map(([number, some]) => [number, innerDigest(some)]);
  const sorted = (depth, all) => [...all].sort(([one], [two]) => one - two).map(([node, digest]) => ({ depth, node, digest }));
  return { nodes: [...sorted(1, nodes), ...sorted(2, buckets)], root: nodes.length === 0 ? '' : innerDigest(nodes) };
}

function keksDigest(rows) {
  if (rows.length === 0) {
    return '';
  }
  const name = (row) => Buffer.from(row.name, 'utf8');
  const sorted = [...rows].sort((one, two) => Buffer.compare(name(one), name(two)) || one.version - two.version);
  return sha256([
    Buffer.from([2]),
    ...sorted.flatMap((row) => [field(name(row)), u32(row.version), field(Buffer.from(row.row_tag, 'utf8'))]),
  ]);
}

function message(vector) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(vector.counter));
  return Buffer.concat([
    field(Buffer.from('kekkai dek store head v1')),
    field(uuid(vector.store)),
    field(counter),
    field(Buffer.from(vector.root)),
    field(Buffer.from(vector.keks)),
  ]);
}

function readFile(vector, file) {
  demand(Buffer.byteLength(file) <= 1024, 'file: too long');
  const parts = FILE.exec(file);
  demand(parts !== null, 'file: form');
  const [, signed, store, counter, root, keks, keyId, signature] = parts;
  demand(keyId === vector.head_key_id, 'file: key');
  const bytes = Buffer.from(signature, 'base64');
  demand(bytes.toString('base64') === signature, 'file: base64');
  const key = createPublicKey({ key: Buffer.from(vector.head_key, 'base64'), format: 'der', type: 'spki' });
  demand(verify('sha256', Buffer.from(signed), { key, dsaEncoding: 'der' }, bytes), 'file: signature');
  return { store, counter: Number(counter), root, keks };
}

const headTag = (vector) =>
  createHmac('sha256', Buffer.from(vector.key, 'hex')).update(message(vector)).digest('base64');

/** What comes of a good vector, with the steps between. */
export function read(vector) {
  const { store, counter, root, keks } = readFile(vector, vector.file);
  const found = { ...digests(vector.rows), keks: keksDigest(vector.kek_rows) };
  demand(found.root === root, 'root');
  demand(found.keks === keks, 'keks');
  return { ...found, store, counter, message: message(vector).toString('hex'), head_tag: headTag(vector) };
}

/** Has to fail. */
export function readRefused(vector) {
  readFile(vector, vector.file + (vector.tail ? vector.tail.of.repeat(vector.tail.times) : ''));
  demand(digests(vector.rows).root === vector.root, 'root');
  demand(keksDigest(vector.kek_rows) === vector.keks, 'keks');
  demand(headTag(vector) === vector.head_tag, 'tag');
}
