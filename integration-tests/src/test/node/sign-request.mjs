// Signs requests to a key server without Kekkai: RFC 9421 by either of two npm packages, RFC 9530 by hand.
// As a program it reads an array of requests from standard input and writes the header fields of each.

import { constants, createHash, createPrivateKey, randomBytes, sign } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { createSignature } from 'http-message-sig';
import { httpbis } from 'http-message-signatures';

const COVERED = ['@method', '@authority', '@target-uri', 'content-type', 'content-digest'];
const TAG = 'kekkai';
const VALID_SECONDS = 60;

/** Signs a signature base, as RFC 9421 section 3.3 says. */
function signBase(algorithm, privateKey, base) {
  const key = createPrivateKey(privateKey);
  switch (algorithm) {
    case 'ed25519':
      return sign(null, base, key);
    case 'ecdsa-p256-sha256': // Node's default would be DER
      return sign('sha256', base, { key, dsaEncoding: 'ieee-p1363' });
    case 'rsa-pss-sha512': // Node's default would be the longest salt
      return sign('sha512', base, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 });
    default:
      throw new Error(`unknown algorithm ${algorithm}`);
  }
}

const packages = {
  async 'http-message-signatures'(request, { keyId, created, expires, nonce, sign }) {
    const { headers } = await httpbis.signMessage(
      {
        name: 'sig',
        key: { id: keyId, sign: async (base) => sign(base) },
        fields: COVERED,
        params: ['created', 'expires', 'nonce', 'keyid', 'tag'],
        paramValues: {
          created: new Date(created * 1000),
          expires: new Date(expires * 1000),
          nonce,
          tag: TAG,
        },
      },
      request,
    );
    return headers;
  },

  // This one names the algorithm as well.
  async 'http-message-sig'(request, { algorithm, keyId, created, expires, nonce, sign }) {
    const fields = await createSignature(new Request(request.url, request), {
      label: 'sig',
      components: COVERED,
      parameters: { created, expires, nonce, alg: algorithm, keyid: keyId, tag: TAG },
      signer: { algorithm, sign },
    });
    return {
      ...request.headers,
      'signature-input': fields.signatureInput,
      signature: fields.signature,
    };
  },
};

/** The header fields of a signed POST with a JSON body. */
export async function signRequest({ package: name, algorithm, keyId, privateKey, url, body }) {
  const digest = createHash('sha256').update(body).digest('base64');
  const headers = {
    'content-type': 'application/json',
    'content-digest': `sha-256=:${digest}:`,
  };
  const created = Math.floor(Date.now() / 1000);
  return packages[name]({ method: 'POST', url, headers, body }, {
    algorithm,
    keyId,
    created,
    expires: created + VALID_SECONDS,
    nonce: randomBytes(16).toString('base64url'),
    sign: (base) => signBase(algorithm, privateKey, base),
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const requests = JSON.parse(await text(process.stdin));
  process.stdout.write(JSON.stringify(await Promise.all(requests.map(signRequest))));
}
