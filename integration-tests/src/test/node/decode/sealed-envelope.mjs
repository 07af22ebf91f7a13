// The sealed envelope: docs/formats/sealed-envelope.md.

import { constants, createDecipheriv, createHash, createPrivateKey, createPublicKey, diffieHellman, privateDecrypt } from 'node:crypto';
import { Refused, base64url, context, demand, openGcm, u32 } from './bytes.mjs';
import { strictObject } from './strict-json.mjs';

const MAX_ENVELOPE = 1_572_864;
const PARAMETERS = ['alg', 'enc', 'kid', 'ctx', 'epk', 'apu', 'apv', 'typ', 'cty'];
const ECDH_ONLY = ['epk', 'apu', 'apv'];
const KID = /^[A-Za-z0-9_-]{1,48}\.v[1-9][0-9]{0,8}$/;
export const FIELD_BYTES = { 'P-256': 32, 'P-384': 48, 'P-521': 66 };

function readHeader(part) {
  const header = strictObject(base64url(part, 98_304, 'header'), 'header');
  for (const [name, value] of header) {
    demand(PARAMETERS.includes(name), 'a parameter that is not taken');
    demand(['ctx', 'epk'].includes(name) || typeof value === 'string', `${name} is no string`);
  }
  const alg = header.get('alg');
  demand(alg === 'RSA-OAEP-256' || alg === 'ECDH-ES+A256KW', 'alg');
  demand(header.get('enc') === 'A256GCM', 'enc');
  demand(KID.test(header.get('kid') ?? ''), 'kid');
  const ctx = header.get('ctx') ?? [];
  demand(Array.isArray(ctx) && ctx.every((part) => typeof part === 'string'), 'ctx');
  context(ctx);
  if (alg === 'RSA-OAEP-256') {
    demand(ECDH_ONLY.every((name) => !header.has(name)), 'epk, apu or apv with RSA');
    return { alg, kid: header.get('kid'), ctx };
  }
  const partyInfo = (name) => base64url(header.get(name) ?? '', 98_304, name);
  return { alg, kid: header.get('kid'), ctx, epk: readEpk(header.get('epk')), apu: partyInfo('apu'), apv: partyInfo('apv') };
}

function readEpk(epk) {
  demand(epk instanceof Map && epk.size === 4 && epk.get('kty') === 'EC', 'epk');
  const length = FIELD_BYTES[epk.get('crv')];
  demand(length !== undefined, 'crv of epk');
  for (const name of ['x', 'y']) {
    const text = epk.get(name);
    demand(typeof text === 'string' && base64url(text, length, name).length === length, `${name} of epk`);
  }
  return Object.fromEntries(epk);
}

function parse(jwe) {
  demand(jwe.length <= MAX_ENVELOPE, 'too long');
  const parts = jwe.split('.');
  demand(parts.length === 5, 'five parts');
  const header = readHeader(parts[0]);
  const encryptedKey = base64url(parts[1], 1024, 'encrypted key');
  demand(header.alg === 'RSA-OAEP-256' ? encryptedKey.length > 0 : encryptedKey.length === 40, 'length of the encrypted key');
  const iv = base64url(parts[2], 12, 'IV');
  demand(iv.length === 12, 'length of the IV');
  const ciphertext = base64url(parts[3], 1_048_576, 'ciphertext');
  const tag = base64url(parts[4], 16, 'tag');
  demand(tag.length === 16, 'length of the tag');
  return { header, encryptedKey, iv, ciphertext, tag, aad: Buffer.from(parts[0], 'ascii') };
}

function recoverRsa(jwk, { header, encryptedKey }) {
  demand(header.alg === 'RSA-OAEP-256', 'not for an RSA key');
  const modulus = Buffer.from(jwk.n, 'base64url');
  demand(encryptedKey.length === modulus.length && encryptedKey.compare(modulus) < 0, 'not below the modulus');
  const key = { key: createPrivateKey({ key: jwk, format: 'jwk' }), padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' };
  try {
    return { dek: privateDecrypt(key, encryptedKey) };
  } catch {
    throw new Refused('OAEP');
  }
}

/** OpenSSL refuses coordinates beyond the field, and points off the curve, when the key is made. */
function ephemeralKey(epk) {
  try {
    return createPublicKey({ key: epk, format: 'jwk' });
  } catch {
    throw new Refused('epk is no point of its curve');
  }
}

function recoverEcdh(jwk, { header, encryptedKey }) {
  demand(header.alg === 'ECDH-ES+A256KW' && header.epk.crv === jwk.crv, 'not for a key on this curve');
  const privateKey = createPrivateKey({ key: jwk, format: 'jwk' });
  const z = diffieHellman({ privateKey, publicKey: ephemeralKey(header.epk) });
  demand(z.length === FIELD_BYTES[jwk.crv], 'length of z');
  const alg = Buffer.from(header.alg, 'ascii');
  const wrappingKey = createHash('sha256')
    .update(Buffer.concat([u32(1), z, u32(alg.length), alg]))
    .update(Buffer.concat([u32(header.apu.length), header.apu, u32(header.apv.length), header.apv, u32(256)]))
    .digest();
  const unwrap = createDecipheriv('id-aes256-wrap', wrappingKey, Buffer.alloc(8, 0xa6));
  try {
    return { z, wrappingKey, dek: Buffer.concat([unwrap.update(encryptedKey), unwrap.final()]) };
  } catch {
    throw new Refused('key wrap');
  }
}

function open(jwk, expected, jwe) {
  const envelope = parse(jwe);
  const { dek, z, wrappingKey } = jwk.kty === 'RSA' ? recoverRsa(jwk, envelope) : recoverEcdh(jwk, envelope);
  demand(dek.length === 32, 'length of the DEK');
  const plaintext = openGcm(dek, envelope.iv, envelope.aad, envelope.ciphertext, envelope.tag);
  demand(context(envelope.header.ctx).equals(context(expected)), 'another context');
  return { plaintext, dek, z, wrappingKey, kid: envelope.header.kid };
}

/** What comes of a good vector, with the steps between. */
export function read(vector, file) {
  const opened = open(file.keys[vector.key], vector.context, vector.jwe);
  return {
    plaintext: opened.plaintext.toString('hex'),
    kid: opened.kid,
    z: opened.z?.toString('hex'),
    'wrapping-key': opened.wrappingKey?.toString('hex'),
    dek: opened.dek.toString('hex'),
  };
}

/** Has to fail. */
export function readRefused(vector, text, file) {
  open(file.keys[vector.key], vector.context, text(vector.jwe));
}
