// The blind index: docs/formats/blind-index.md.

import { createHmac } from 'node:crypto';
import { base64url, context, demand } from './bytes.mjs';

const MAX_VALUE = 65_536;
const MAX_TEXT = 64;
const MAX_KEY_VERSION = 2_147_483_647;

const hmac = (key, message) => createHmac('sha256', key).update(message).digest();

const indexKey = (stored) => hmac(stored, Buffer.from('kekkai blind index key v1', 'ascii'));

function message(bits, parts, value) {
  demand(bits >= 16 && bits <= 256 && bits % 8 === 0, 'bits');
  demand(value.length <= MAX_VALUE, 'value: too long');
  return Buffer.concat([Buffer.from([0xb1, bits >> 8, bits & 0xff]), context(parts), value]);
}

function parse(text) {
  demand(text.length <= MAX_TEXT, 'text: too long');
  const match = /^b1\.([1-9][0-9]{0,9})\.([^.]*)$/s.exec(text);
  demand(match !== null, 'structure');
  demand(Number(match[1]) <= MAX_KEY_VERSION, 'key version');
  const tag = base64url(match[2], 32, 'tag');
  demand(tag.length >= 2, 'tag: too short');
  return { keyVersion: Number(match[1]), bits: tag.length * 8 };
}

function compute(vector) {
  const key = indexKey(Buffer.from(vector.key, 'hex'));
  const bytes = message(vector.bits, vector.context, Buffer.from(vector.value, 'hex'));
  const tag = hmac(key, bytes).subarray(0, vector.bits / 8);
  return {
    'index-key': key.toString('hex'),
    message: bytes.toString('hex'),
    text: `b1.${vector['key-version']}.${tag.toString('base64url')}`,
  };
}

/** What comes of a good vector, with the steps between. */
export function read(vector) {
  const { keyVersion, bits } = parse(vector.text);
  return { 'key-version': keyVersion, bits, ...compute(vector) };
}

/** No blind index at all, or not the one of this value. */
export function readRefused(vector, text) {
  const given = text(vector.text);
  parse(given);
  demand(given === compute(vector).text, 'another value');
}
