// Adopted keys: docs/formats/adopted-keys.md.

import { createHmac } from 'node:crypto';
import { demand } from './bytes.mjs';

const FILE = /^(kekkai adopted keys v1\nkey ([0-9a-f]{1,128})\n((?:kek [ -~]{1,500}\n){1,100}))mac ([A-Za-z0-9+/=]{44})\n$/;
const LINE =
  /^kek ([A-Za-z0-9_-]{1,48}\.v[1-9][0-9]{0,8}) ([0-9a-f]*) (aesKek|rsaKek|ecKek) ((?:rfc3394|rfc5649|spki-sha256):[A-Za-z0-9+/]+=*) (-|[a-z][a-z,-]*) (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)$/;
const RULES = ['any-mechanism', 'copyable', 'modifiable', 'not-local', 'once-extractable', 'once-readable'];

function line(text) {
  const parts = LINE.exec(text);
  demand(parts !== null, 'line');
  const [, kek, ckaId, kind, proof, rules, at] = parts;
  const accepted = rules === '-' ? [] : rules.split(',');
  demand(accepted.every((rule) => RULES.includes(rule)), 'rules');
  demand(!Number.isNaN(Date.parse(at)), 'time');
  return { kek, ckaId, kind, proof, accepted, at };
}

/** What comes of a good vector. */
export function read(vector) {
  const parts = FILE.exec(vector.file);
  demand(vector.file.length <= 65536 && parts !== null, 'form');
  const [, message, keyId, lines, mac] = parts;
  demand(keyId === vector.keyId, 'key');
  demand(createHmac('sha256', Buffer.from(vector.key, 'hex')).update(message).digest('base64') === mac, 'mac');
  return { adopted: lines.trimEnd().split('\n').map(line) };
}

/** Has to fail. */
export const readRefused = (vector) => read(vector);
