// The KEK set: docs/formats/kek-set.md.

import { createHash, createPublicKey, verify as verifySignature } from 'node:crypto';
import { Refused, base64url, demand } from './bytes.mjs';
import { FIELD_BYTES } from './sealed-envelope.mjs';
import { strictObject } from './strict-json.mjs';

const MAX_SET = 1_048_576;
const MAX_NUMBER = 2n ** 53n - 1n;
const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
const KID = /^([A-Za-z0-9_-]{1,48})\.v[1-9][0-9]{0,8}$/;
const SEALS = {
  'P-256': { alg: 'ES256', hash: 'sha256' },
  'P-384': { alg: 'ES384', hash: 'sha384' },
  'P-521': { alg: 'ES512', hash: 'sha512' },
};

function pin(base64) {
  const key = createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' });
  const { crv, kty, x, y } = key.export({ format: 'jwk' });
  const thumbprint = createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
  return { key, thumbprint, signatureBytes: 2 * FIELD_BYTES[crv], ...SEALS[crv] };
}

function verify(pinned, jws) {
  demand(jws.length <= MAX_SET, 'too long');
  const parts = jws.split('.');
  demand(parts.length === 3, 'three parts');
  const header = strictObject(base64url(parts[0], 1024, 'header'), 'header');
  demand(header.size === 3, 'another parameter than alg, kid and typ');
  demand(header.get('typ') === 'kekkai-keks+jwt', 'typ');
  demand(header.get('kid') === pinned.thumbprint, 'not the pinned key');
  demand(header.get('alg') === pinned.alg, "not the pinned key's alg");
  const signature = base64url(parts[2], 132, 'signature');
  const payload = base64url(parts[1], MAX_SET, 'payload');
  demand(signature.length === pinned.signatureBytes, 'length of the signature');
  const key = { key: pinned.key, dsaEncoding: 'ieee-p1363' };
  demand(verifySignature(pinned.hash, Buffer.from(`${parts[0]}.${parts[1]}`), key, signature), 'signature');
  return readPayload(strictObject(payload, 'payload'));
}

function readPayload(payload) {
  const number = (name, least) => {
    const value = payload.get(name);
    demand(typeof value === 'bigint' && value >= least && value <= MAX_NUMBER, name);
    return Number(value);
  };
  const set = { version: number('version', 1n), iat: number('iat', 0n), exp: number('exp', 0n) };
  demand(set.exp > set.iat, 'expires before it is issued');
  const keys = payload.get('keys');
  demand(Array.isArray(keys) && keys.length >= 1 && keys.length <= 500, 'keys');
  set.keks = keys.map(readKey);
  const kids = new Set(set.keks.map(({ kid }) => kid));
  demand(kids.size === keys.length, 'a key twice');
  const primaries = payload.get('primaries');
  demand(primaries instanceof Map, 'primaries');
  for (const [name, kid] of primaries) {
    demand(kids.has(kid) && KID.exec(kid)[1] === name, 'a primary');
  }
  set.primaries = Object.fromEntries(primaries);
  return set;
}

function readKey(jwk) {
  demand(jwk instanceof Map, 'a key that is no object');
  demand(PRIVATE.every((name) => !jwk.has(name)), 'a private part');
  const [kty, kid, use, alg] = ['kty', 'kid', 'use', 'alg'].map((name) => jwk.get(name));
  demand(typeof kid === 'string' && KID.test(kid) && use === 'enc', 'kid or use of a key');
  demand(kty === 'RSA' || kty === 'EC', 'kty of a key');
  if (kty === 'RSA') {
    demand(alg === 'RSA-OAEP-256', 'alg of an RSA key');
    checkRsa(jwk);
  } else {
    demand(alg === 'ECDH-ES+A256KW', 'alg of an EC key');
    checkEc(jwk);
  }
  return { kid, alg };
}

function checkRsa(jwk) {
  const number = (name, maxBytes) => {
    const text = jwk.get(name);
    demand(typeof text === 'string', name);
    const bytes = base64url(text, maxBytes, name);
    demand(bytes.length > 0 && bytes[0] !== 0, `${name} begins with a zero byte, or is empty`);
    return BigInt(`0x${bytes.toString('hex')}`);
  };
  const bits = number('n', 1024).toString(2).length;
  const exponent = number('e', 8);
  demand(bits >= 3072 && bits <= 8192, 'length of an RSA key');
  demand(exponent % 2n === 1n && exponent >= 65537n, 'exponent of an RSA key');
}

function checkEc(jwk) {
  const crv = jwk.get('crv');
  demand(typeof crv === 'string' && Object.hasOwn(FIELD_BYTES, crv), 'curve of a key');
  for (const name of ['x', 'y']) {
    const text = jwk.get(name);
    demand(typeof text === 'string', name);
    demand(base64url(text, FIELD_BYTES[crv], name).length === FIELD_BYTES[crv], `length of ${name}`);
  }
  try {
    createPublicKey({ key: { kty: 'EC', crv, x: jwk.get('x'), y: jwk.get('y') }, format: 'jwk' });
  } catch {
    throw new Refused('a point off its curve');
  }
}

/** What comes of a good vector. */
export function read(vector) {
  const pinned = pin(vector['seal-key']);
  return { ...verify(pinned, vector.jws), kid: pinned.thumbprint };
}

/** Has to fail. */
export function readRefused(vector, text) {
  verify(pin(vector['seal-key']), text(vector.jws));
}
