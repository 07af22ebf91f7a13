// Verifies signed requests without Kekkai, by http-message-sig. Reads an array of them from standard input and writes
// for each whether its signature is right.

import { constants, createPublicKey, verify } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { verifySignature } from 'http-message-sig';

const POLICY = {
  requiredComponents: ['@method', '@authority', '@target-uri', 'content-type', 'content-digest'],
  requiredParameters: ['created', 'expires', 'nonce', 'keyid', 'tag'],
  maxAge: 300,
  clockSkew: 30,
};

/** Verifies the signature of a signature base, as RFC 9421 section 3.3 says. */
function verifyBase(algorithm, publicKey, base, signature) {
  const key = createPublicKey(publicKey);
  switch (algorithm) {
    case 'ed25519':
      return verify(null, base, key, signature);
    case 'ecdsa-p256-sha256':
      return verify('sha256', base, { key, dsaEncoding: 'ieee-p1363' }, signature);
    case 'rsa-pss-sha512':
      return verify(
        'sha512',
        base,
        { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 },
        signature,
      );
    default:
      throw new Error(`unknown algorithm ${algorithm}`);
  }
}

async function isRight({ algorithm, publicKey, method, url, headers, body }) {
  try {
    const { parameters } = await verifySignature(new Request(url, { method, headers, body }), {
      label: 'sig',
      policy: { ...POLICY, algorithms: [algorithm] },
      resolveVerifier: () => ({
        algorithm,
        verify: (base, signature) => verifyBase(algorithm, publicKey, base, signature),
      }),
    });
    return parameters.tag === 'kekkai';
  } catch (error) {
    process.stderr.write(`${error}\n`);
    return false;
  }
}

const requests = JSON.parse(await text(process.stdin));
process.stdout.write(JSON.stringify(await Promise.all(requests.map(isRight))));
