// The signed request: docs/formats/signed-request.md, and of RFC 8941 what that page needs.

import { constants, createHash, createPublicKey, verify as verifySignature } from 'node:crypto';
import { demand } from './bytes.mjs';

const REQUIRED = ['@method', '@authority', '@target-uri'];
const WITH_BODY = ['content-type', 'content-digest'];
const PARAMETERS = ['created', 'expires', 'nonce', 'alg', 'keyid', 'tag'];
const DIGESTS = { 'sha-256': 'sha256', 'sha-512': 'sha512' };
const STRING = '"(?:[ !#-\\[\\]-~]|\\\\["\\\\])*"';
const KEY = '[a-z*][a-z0-9_.*-]*';
const PARAMETER = `;${KEY}(?:=(?:${STRING}|-?[0-9]{1,15}))?`;
const ITEM = `${STRING}(?:${PARAMETER})*`;
const LIST = `\\((?:${ITEM}(?: ${ITEM})*)?\\)(?:${PARAMETER})*`;
const BYTES = ':[A-Za-z0-9+/]*={0,2}:';

const unquoted = (text) => text.slice(1, -1).replace(/\\(["\\])/g, '$1');

function field(fields, name, most) {
  const value = fields[name];
  demand(value !== undefined, `no ${name}`);
  demand(value.length <= most, `${name} is too long`);
  return value.replace(/^[ \t]+|[ \t]+$/g, '');
}

/** A dictionary whose members all have one form, as RFC 8941 section 4.1 writes it. */
function dictionary(fields, name, member) {
  const text = field(fields, name, 4096);
  demand(new RegExp(`^${KEY}=${member}(?:, ${KEY}=${member})*$`).test(text), `${name} is no dictionary`);
  const members = new Map();
  for (const [, key, value] of text.matchAll(new RegExp(`(${KEY})=(${member})(?:, |$)`, 'g'))) {
    demand(!members.has(key), `${name} has a key twice`);
    members.set(key, value);
  }
  return members;
}

function bytes(text, what) {
  const base64 = text.slice(1, -1);
  const value = Buffer.from(base64, 'base64');
  demand(value.toString('base64') === base64, `${what}: not canonical`);
  return value;
}

/** Parameters in the form of a Map; a number stays one. */
function parameters(text) {
  const found = new Map();
  for (const [, key, value] of text.matchAll(new RegExp(`;(${KEY})=(${STRING}|-?[0-9]+)`, 'g'))) {
    demand(!found.has(key), 'a parameter twice');
    demand(value.startsWith('"') || String(Number(value)) === value, 'a number with zeros in front');
    found.set(key, value.startsWith('"') ? unquoted(value) : Number(value));
  }
  return found;
}

function component(name, request, url) {
  switch (name) {
    case '@method':
      return request.method;
    case '@authority':
      return url.host;
    case '@target-uri':
      return `${url.protocol}//${url.host}${url.pathname}${url.search}`;
    case '@scheme':
      return url.protocol.slice(0, -1);
    case '@path':
      return url.pathname;
    case '@query':
      return url.search || '?';
    case '@request-target':
      return url.pathname + url.search;
    default:
      demand(!name.startsWith('@'), `${name} is not known here`);
      return field(request.fields, name, 8192);
  }
}

function readInput(input) {
  const end = input.lastIndexOf(')');
  const covered = [...input.slice(1, end).matchAll(new RegExp(STRING, 'g'))].map(([text]) => unquoted(text));
  demand(covered.length <= 32 && new Set(covered).size === covered.length, 'too many components, or one twice');
  demand(!input.slice(0, end).includes('";'), 'a parameter of a component, which this reader does not know');
  const values = parameters(input.slice(end + 1));
  demand([...values.keys()].every((name) => PARAMETERS.includes(name)), 'a parameter that is not taken');
  demand(input === `(${covered.map((name) => `"${name}"`).join(' ')})${input.slice(end + 1)}`, 'another spelling');
  return { covered, values };
}

function checkParameters({ covered, values }, { now, algorithm, body }) {
  const text = (name, least, most) => {
    const value = values.get(name);
    demand(typeof value === 'string' && value.length >= least && value.length <= most, name);
    return value;
  };
  const required = body === undefined ? REQUIRED : [...REQUIRED, ...WITH_BODY];
  demand(required.every((name) => covered.includes(name)), 'a component that has to be covered');
  const [created, expires] = [values.get('created'), values.get('expires')];
  demand(Number.isInteger(created) && Number.isInteger(expires) && created >= 0, 'times');
  demand(expires > created && expires - created <= 300, 'valid for another time than 1 to 300 seconds');
  demand(created - now <= 30 && now < expires, 'not yet, or no more');
  text('nonce', 16, 64);
  text('keyid', 1, 128);
  demand(text('tag', 1, 64) === 'kekkai', 'for something else');
  demand(!values.has('alg') || values.get('alg') === algorithm, 'another alg');
}

function isSigned(algorithm, spki, base, signature) {
  const key = createPublicKey({ key: Buffer.from(spki, 'base64'), format: 'der', type: 'spki' });
  switch (algorithm) {
    case 'ed25519':
      return verifySignature(null, base, key, signature);
    case 'ecdsa-p256-sha256':
      return signature.length === 64 && verifySignature('sha256', base, { key, dsaEncoding: 'ieee-p1363' }, signature);
    default:
      return verifySignature('sha512', base, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 }, signature);
  }
}

function checkDigest(fields, body) {
  const known = [...dictionary(fields, 'content-digest', BYTES)].filter(([name]) => Object.hasOwn(DIGESTS, name));
  demand(known.length > 0, 'no digest that is known');
  for (const [name, value] of known) {
    demand(bytes(value, name).equals(createHash(DIGESTS[name]).update(body).digest()), 'another body');
  }
}

function verify(request) {
  const input = dictionary(request.fields, 'signature-input', LIST).get('sig');
  const signature = dictionary(request.fields, 'signature', BYTES).get('sig');
  demand(input !== undefined && signature !== undefined, 'no member sig');
  const read = readInput(input);
  checkParameters(read, request);
  const url = new URL(request.target);
  const lines = read.covered.map((name) => `"${name}": ${component(name, request, url)}`);
  const base = [...lines, `"@signature-params": ${input}`].join('\n');
  demand(/^[\n\t -~]*$/.test(base) && base.split('\n').length === lines.length + 1, 'a value of several lines');
  demand(isSigned(request.algorithm, request['public-key'], Buffer.from(base), bytes(signature, 'signature')), 'signature');
  if (request.body !== undefined) {
    checkDigest(request.fields, request.body);
  }
  return { base };
}

/** What comes of a good vector. */
export function read(vector) {
  return verify(vector);
}

/** Has to fail. */
export function readRefused(vector, text) {
  const { tail } = vector;
  const fields = tail ? { ...vector.fields, [tail.field]: text(vector.fields[tail.field]) } : vector.fields;
  verify({ ...vector, fields });
}
