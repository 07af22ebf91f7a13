// The stream: docs/formats/stream.md.

import { constants, createDecipheriv, createHash, createPrivateKey, privateDecrypt } from 'node:crypto';
import { context, demand, openGcm, Refused } from './bytes.mjs';

const IDENTITY = 512;
const SLOT = 1536;
const HEADER = IDENTITY + 2 * SLOT;
const NONCE = 12;
const TAG = 16;
const MAGIC = Buffer.from('894b454b4b41490a', 'hex');
const KEY_WRAPS = {
  rfc3394: { cipher: 'id-aes256-wrap', iv: 'a6a6a6a6a6a6a6a6' },
  rfc5649: { cipher: 'id-aes256-wrap-pad', iv: 'a65959a6' },
};

const isZero = (bytes) => bytes.every((byte) => byte === 0);

/** Nonce, ciphertext and tag. */
function open(key, sealed, aad) {
  return openGcm(
    key,
    sealed.subarray(0, NONCE),
    aad,
    sealed.subarray(NONCE, sealed.length - TAG),
    sealed.subarray(sealed.length - TAG),
  );
}

function unwrap(vector, { method, blob }) {
  try {
    if (vector['kek-pkcs8']) {
      const key = createPrivateKey({ key: Buffer.from(vector['kek-pkcs8'], 'base64'), format: 'der', type: 'pkcs8' });
      const oaepHash = /^rsa-oaep-(sha\d+)-mgf1\1$/.exec(method)[1];
      return privateDecrypt({ key, oaepHash, padding: constants.RSA_PKCS1_OAEP_PADDING }, blob);
    }
    const { cipher, iv } = KEY_WRAPS[method];
    const decipher = createDecipheriv(cipher, Buffer.from(vector['kek-key'], 'hex'), Buffer.from(iv, 'hex'));
    return Buffer.concat([decipher.update(blob), decipher.final()]);
  } catch {
    throw new Refused('wrapped DEK');
  }
}

function readSlot(header, offset) {
  const slot = header.subarray(offset, offset + SLOT);
  const digest = createHash('sha256').update(header.subarray(0, IDENTITY)).update(slot.subarray(32)).digest();
  if (!digest.equals(slot.subarray(0, 32))) {
    return null;
  }
  let at = 32;
  const take = (length) => slot.subarray(at, (at += length));
  const generation = take(4).readUInt32BE();
  const kek = take(take(1)[0]).toString('latin1');
  const method = take(take(1)[0]).toString('latin1');
  const blob = take(take(2).readUInt16BE());
  const body = slot.subarray(32, at);
  const seal = take(NONCE + 16 + TAG);
  const counts =
    generation >= 1 &&
    generation <= 2 ** 20 &&
    offset === (generation % 2 === 1 ? IDENTITY : IDENTITY + SLOT) &&
    /^[A-Za-z0-9_-]{1,48}\.v[1-9][0-9]{0,8}$/.test(kek) &&
    /^[a-z0-9-]{1,32}$/.test(method) &&
    blob.length >= 1 &&
    blob.length <= 1024 &&
    isZero(slot.subarray(at));
  return counts ? { generation, kek, method, blob, body, seal } : null;
}

function readHeader(stream) {
  demand(stream.length >= HEADER, 'length of the header');
  const header = stream.subarray(0, HEADER);
  demand(header.subarray(0, 8).equals(MAGIC), 'magic');
  demand(header[8] === 1, 'version');
  demand(header[9] === 1, 'suite');
  demand(header.readUInt16BE(10) === 0 && isZero(header.subarray(32, IDENTITY)), 'zeros');
  const size = header.readUInt32BE(12);
  demand(size >= 1024 && size <= 2 ** 20, 'segment size');
  const slots = [IDENTITY, IDENTITY + SLOT].map((offset) => readSlot(header, offset)).filter(Boolean);
  demand(slots.length > 0, 'slots');
  return { size, slot: slots.reduce((a, b) => (a.generation > b.generation ? a : b)) };
}

function readSegments(stream, dek, size, parts) {
  const where = context(parts);
  const content = [];
  let at = HEADER;
  for (let index = 0; index === 0 || at < stream.length; index++) {
    const segment = stream.subarray(at, at + NONCE + size + TAG);
    at += segment.length;
    demand(segment.length >= NONCE + TAG + (index === 0 ? 0 : 1), 'length of a segment');
    const place = Buffer.alloc(9);
    place[0] = at === stream.length ? 1 : 0;
    place.writeBigUInt64BE(BigInt(index), 1);
    content.push(open(dek, segment, Buffer.concat([stream.subarray(0, 32), place, where])));
  }
  return Buffer.concat(content);
}

function decrypt(vector, stream) {
  const { size, slot } = readHeader(stream);
  const dek = unwrap(vector, slot);
  const id = open(dek, slot.seal, Buffer.concat([stream.subarray(0, 32), Buffer.of(2), slot.body]));
  demand(id.equals(stream.subarray(16, 32)), 'seal');
  return { size, slot, dek, id, content: readSegments(stream, dek, size, vector.context) };
}

/** What comes of a good vector, with the steps between. */
export function read(vector, file, bytes) {
  const stream = bytes(vector.file);
  const { size, slot, dek, id, content } = decrypt(vector, stream);
  demand(content.every((byte, i) => byte === i % 251), 'content');
  return {
    sha256: createHash('sha256').update(stream).digest('hex'),
    'segment-bytes': size,
    'stream-id': id.toString('hex'),
    generation: slot.generation,
    kek: slot.kek,
    method: slot.method,
    dek: dek.toString('hex'),
    'plaintext-bytes': content.length,
  };
}

/** Has to fail. */
export function readRefused(vector, text, file, bytes) {
  decrypt(vector, bytes(vector.file));
}
