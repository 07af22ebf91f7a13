// What several formats have in common: base64url, encryption contexts, AES-256-GCM. See docs/formats/field-token.md.

import { createDecipheriv } from 'node:crypto';

/** What is not as the page says. Any other error is a mistake of the decoder's. */
export class Refused extends Error {}

export function demand(condition, what) {
  if (!condition) {
    throw new Refused(what);
  }
}

/** Node takes padding, white space, both alphabets and unused bits that are set; the formats take one text only. */
export function base64url(text, maxBytes, what) {
  demand(text.length <= Math.floor((maxBytes * 4 + 2) / 3), `${what}: too long`);
  demand(/^[A-Za-z0-9_-]*$/.test(text) && !text.endsWith('\n'), `${what}: other characters than base64url's`);
  const bytes = Buffer.from(text, 'base64url');
  demand(bytes.toString('base64url') === text, `${what}: not canonical`);
  return bytes;
}

export function utf8(bytes, what) {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Refused(`${what}: not UTF-8`);
  }
}

export function u32(number) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(number);
  return bytes;
}

/** With its length before it. */
export function field(bytes) {
  return Buffer.concat([u32(bytes.length), bytes]);
}

/** In network byte order. */
export function uuid(text) {
  demand(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text), 'UUID');
  return Buffer.from(text.replaceAll('-', ''), 'hex');
}

/** The bytes of an encryption context. */
export function context(parts) {
  demand(parts.length <= 64, 'context: more than 64 parts');
  const encoded = [u32(parts.length)];
  for (const part of parts) {
    demand(part.isWellFormed(), 'context: an unpaired surrogate');
    const bytes = Buffer.from(part, 'utf8');
    encoded.push(u32(bytes.length), bytes);
  }
  const bytes = Buffer.concat(encoded);
  demand(bytes.length <= 65536, 'context: too long');
  return bytes;
}

/** Nothing is given out before the tag was checked. */
export function openGcm(key, nonce, aad, ciphertext, tag) {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 });
  decipher.setAAD(aad);
  decipher.setAuthTag(tag);
  const plaintext = decipher.update(ciphertext);
  try {
    return Buffer.concat([plaintext, decipher.final()]);
  } catch {
    throw new Refused('tag');
  }
}
