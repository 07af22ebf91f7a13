// The field token: docs/formats/field-token.md.

import { base64url, context, demand, openGcm } from './bytes.mjs';

const HEADER = 18;
const NONCE = 12;
const TAG = 16;
const MAX_TOKEN = 16_777_262;

function decryptBytes(key, dekId, token, parts) {
  demand(token.length >= HEADER + NONCE + TAG && token.length <= MAX_TOKEN, 'length');
  demand(token[0] === 0x91, 'version');
  demand(token[1] === 1, 'suite');
  demand(token.subarray(2, HEADER).equals(dekId), 'DEK id');
  return openGcm(
    key,
    token.subarray(HEADER, HEADER + NONCE),
    Buffer.concat([token.subarray(0, HEADER), context(parts)]),
    token.subarray(HEADER + NONCE, token.length - TAG),
    token.subarray(token.length - TAG),
  );
}

function decrypt(vector, text) {
  const dekId = Buffer.from(vector['dek-id'].replaceAll('-', ''), 'hex');
  const token = base64url(text, MAX_TOKEN, 'token');
  return decryptBytes(Buffer.from(vector.key, 'hex'), dekId, token, vector.context).toString('hex');
}

/** What comes of a good vector, with the steps between. */
export function read(vector) {
  const token = base64url(vector.text, MAX_TOKEN, 'token');
  return {
    plaintext: decrypt(vector, vector.text),
    token: token.toString('hex'),
    nonce: token.subarray(HEADER, HEADER + NONCE).toString('hex'),
    aad: Buffer.concat([token.subarray(0, HEADER), context(vector.context)]).toString('hex'),
  };
}

/** Has to fail. */
export function readRefused(vector, text) {
  decrypt(vector, text(vector.text));
}
