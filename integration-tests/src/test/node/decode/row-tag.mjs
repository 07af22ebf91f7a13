// The row tag: docs/formats/row-tag.md.

import { createHmac } from 'node:crypto';
import { demand, field, uuid } from './bytes.mjs';

const DATES = ['created_at', 'activated_at', 'deactivated_at', 'compromised_at', 'destroyed_at'];

const text = (value) => field(Buffer.from(value, 'utf8'));

function number(value) {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return field(bytes);
}

const date = (value) => (value === null ? field(Buffer.alloc(0)) : number(Date.parse(value)));

function message(store, row) {
  return Buffer.concat([
    text(row.purpose === 'index' ? 'kekkai index key row v1' : 'kekkai dek row v1'),
    field(uuid(store)),
    field(uuid(row.id)),
    text(row.name),
    number(row.version),
    text(row.kek_name),
    number(row.kek_version),
    text(row.kek_cka_id),
    text(row.wrap_method),
    field(Buffer.from(row.wrapped, 'base64')),
    text(row.check_token),
    text(row.state),
    ...DATES.map((name) => date(row[name])),
    number(row.uses_leased),
    number(row.revision),
  ]);
}

/** What comes of a good vector, with the step between. */
export function read(vector) {
  const bytes = message(vector.store, vector.row);
  const key = Buffer.from(vector.key, 'hex');
  return { message: bytes.toString('hex'), row_tag: createHmac('sha256', key).update(bytes).digest('base64') };
}

/** Has to fail. */
export function readRefused(vector) {
  const row = { ...vector.row, ...vector.changed };
  demand(read({ ...vector, row }).row_tag === vector.row_tag, 'tag');
}
