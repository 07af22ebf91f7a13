// Reads the vectors and the golden files with decoders that were written from docs/formats, with nothing but what Node.js brings.
// Reads {"folder": ...} from standard input, and writes [{file, name, error}], the error null where all is as the file says.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { isDeepStrictEqual } from 'node:util';
import * as adoptedKeys from './adopted-keys.mjs';
import * as auditLog from './audit-log.mjs';
import * as blindIndex from './blind-index.mjs';
import { Refused } from './bytes.mjs';
import * as fieldToken from './field-token.mjs';
import * as kekSet from './kek-set.mjs';
import * as kekRowTag from './kek-row-tag.mjs';
import * as rowTag from './row-tag.mjs';
import * as sealedEnvelope from './sealed-envelope.mjs';
import * as signedRequest from './signed-request.mjs';
import * as storeHead from './store-head.mjs';
import * as stream from './stream.mjs';

// A new format adds its reader here.
const READERS = {
  'adopted-keys.json': adoptedKeys,
  'blind-index.json': blindIndex,
  'field-token.json': fieldToken,
  'sealed-envelope.json': sealedEnvelope,
  'kek-set.json': kekSet,
  'signed-request.json': signedRequest,
  'stream.json': stream,
  'row-tag.json': rowTag,
  'kek-row-tag.json': kekRowTag,
  'store-head.json': storeHead,
};

/** What a file says of a vector and a reader computes has to be the same; what the file leaves out is not compared. */
function compare(vector, read) {
  for (const [name, value] of Object.entries(read)) {
    if (vector[name] !== undefined && !isDeepStrictEqual(value, vector[name])) {
      throw new Error(`${name} is ${JSON.stringify(value)}`);
    }
  }
}

function mustRefuse(attempt) {
  try {
    attempt();
  } catch (error) {
    if (error instanceof Refused) {
      return;
    }
    throw error;
  }
  throw new Error('accepted');
}

/** The text of a refused case: its own or the vector's, with what is to follow it. */
const textOf = (refused) => (own) => (refused.text ?? refused.jwe ?? refused.jws ?? own) + (refused.tail ? refused.tail.of.repeat(refused.tail.times) : '');

function* cases(folder, name) {
  const beside = (other) => readFileSync(join(folder, other), 'utf8');
  const file = JSON.parse(beside(name));
  if (name === 'audit-log.json') {
    yield ['the export', () => compare(file, auditLog.readFile(file, beside))];
    for (const refused of file.refused ?? []) {
      yield [refused.name, () => mustRefuse(() => auditLog.readRefusedFile(refused, beside))];
    }
    return;
  }
  const reader = READERS[name];
  const bytes = (other) => readFileSync(join(folder, other));
  for (const vector of file.vectors) {
    yield [vector.name, () => compare(vector, reader.read(vector, file, bytes))];
  }
  for (const refused of file.refused ?? []) {
    // A case that names no vector has all it needs.
    const vector = { ...file.vectors.find((one) => one.name === refused.vector), ...refused };
    yield [refused.name, () => mustRefuse(() => reader.readRefused(vector, textOf(refused), file, bytes))];
  }
}

function outcome(check) {
  try {
    check();
    return null;
  } catch (error) {
    return `${error.stack}`;
  }
}

const { folder } = JSON.parse(await text(process.stdin));
const results = [];
for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
  for (const [name, check] of cases(folder, file)) {
    results.push({ file, name, error: outcome(check) });
  }
}
process.stdout.write(JSON.stringify(results));
