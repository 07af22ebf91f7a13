// The row tag of a row of the table kek: docs/formats/row-tag.md.

import { createHmac } from 'node:crypto';
import { demand, field, uuid } from './bytes.mjs';

const DATES = ['created_at', 'activated_at', 'retired_at', 'disabled_at', 'destroyable_from', 'destroyed_at'];

const text = (value) => field(Buffer.from(value, 'utf8'));

function number(value) {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return field(bytes);
}

const date = (value) => (value === null ? field(Buffer.alloc(0)) : number(Date.parse(value)));

function message(store, row) {
  return Buffer.concat([
    text('kekkai kek row v1'),
    field(uuid(store)),
    text(row.name),
    number(row.version),
    text(row.cka_id),
    text(row.kind),
    text(row.state),
    text(row.canary_method),
    field(Buffer.from(row.canary_wrapped, 'base64')),
    text(row.canary_token),
    ...DATES.map((name) => date(row[name])),
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
