package dev.kekkai.integration.failures;

import dev.kekkai.config.BulkMode;
import dev.kekkai.integration.SoftwarePair;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.DekKey;
import dev.kekkai.provider.keys.DekPolicy;
import dev.kekkai.provider.keys.KekRef;
import dev.kekkai.provider.keys.WrapMethod;
import dev.kekkai.provider.keys.WrappedDek;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key of each kind on the token, and right results: from software where that can say them, else
 * from the token before any fault.
 */
record KnownKeys(
    PublicKey sealPublic, KeyPair peer, byte[] secret, byte[] mac, byte[] blob, byte[] oaepBlob) {
  static final String AES = "failures-aes";
  static final String RSA = "failures-rsa";
  static final String EC = "failures-ec";
  static final String SEAL = "failures-seal";
  static final String INDEX = "failures-index";
  static final byte[] MESSAGE = "four score and seven years ago".getBytes();
  static final OAEPParameterSpec OAEP =
      new OAEPParameterSpec("SHA-1", "MGF1", MGF1ParameterSpec.SHA1, PSource.PSpecified.DEFAULT);

  /** The value of the DEK that everything is encrypted with. */
  static final byte[] DEK = dek();

  /** Somebody without a token. */
  static final KeyPair RECIPIENT = SoftwarePair.rsa();

  private static byte[] dek() {
    byte[] dek = new byte[32];
    Arrays.fill(dek, (byte) 0x5A);
    return dek;
  }

  static KnownKeys make(KekkaiProvider provider) throws GeneralSecurityException {
    PublicKey rsa = pair(provider, "RSA", KekSpec.rsa(RSA, 2048)).getPublic();
    PublicKey ec = pair(provider, "EC", KekSpec.ec(EC, 256)).getPublic();
    PublicKey seal = pair(provider, "EC", KekSpec.seal(SEAL, 256)).getPublic();
    KeyPair peer = softwarePair();
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH", "SunEC");
    agreement.init(peer.getPrivate());
    agreement.doPhase(ec, true);
    KeyGenerator macs = KeyGenerator.getInstance("HmacSHA256", provider);
    macs.init(KekSpec.index(INDEX));
    Mac mac = Mac.getInstance("HmacSHA256", provider);
    mac.init(macs.generateKey());
    KeyGenerator keks = KeyGenerator.getInstance("AES", provider);
    keks.init(KekSpec.aes(AES));
    Cipher wrapper = Cipher.getInstance("AES/KW/NoPadding", provider);
    wrapper.init(Cipher.WRAP_MODE, keks.generateKey());
    Cipher oaep = Cipher.getInstance("RSA/ECB/OAEPPadding", "SunJCE");
    oaep.init(Cipher.WRAP_MODE, rsa, OAEP);
    SecretKeySpec dek = new SecretKeySpec(DEK, "AES");
    return new KnownKeys(
        seal,
        peer,
        agreement.generateSecret(),
        mac.doFinal(MESSAGE),
        wrapper.wrap(dek),
        oaep.wrap(dek));
  }

  private static KeyPair pair(KekkaiProvider provider, String algorithm, KekSpec spec)
      throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, provider);
    generator.initialize(spec);
    return generator.generateKeyPair();
  }

  private static KeyPair softwarePair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  /** The DEK out of its blob, for software. */
  DekKey openInSoftware(KekkaiProvider provider) throws Exception {
    WrappedDek wrapped = new WrappedDek(new KekRef(AES, 1), WrapMethod.RFC3394, blob);
    DekPolicy policy = DekPolicy.of(provider.source().config()).withBulk(BulkMode.SOFTWARE);
    return new DekKey(provider.source(), provider.deks().open(wrapped, policy));
  }

  /** What was wrapped for the recipient. */
  static byte[] opened(byte[] wrapped) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding", "SunJCE");
    cipher.init(Cipher.UNWRAP_MODE, RECIPIENT.getPrivate(), OAEP);
    return cipher.unwrap(wrapped, "AES", Cipher.SECRET_KEY).getEncoded();
  }

  /** What the DEK makes of a message, by SunJCE. */
  static byte[] gcm(byte[] iv, byte[] plain) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
    cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(DEK, "AES"), new GCMParameterSpec(128, iv));
    return cipher.doFinal(plain);
  }
}
