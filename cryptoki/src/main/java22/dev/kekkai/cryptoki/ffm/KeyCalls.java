package dev.kekkai.cryptoki.ffm;

import dev.kekkai.cryptoki.CryptokiException;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.Template;

/** Functions that make and wrap keys (PKCS #11 v3.1, section 5.18). */
final class KeyCalls {
  private static final int WORD = Long.BYTES;

  /** Beyond the caller's room, for modules that want more of it than they use. */
  private static final int SLACK = 64;

  private final FunctionList functions;
  private final NativeMemory memory;

  KeyCalls(FunctionList functions, NativeMemory memory) {
    this.functions = functions;
    this.memory = memory;
  }

  long generate(long session, Mechanism mechanism, Template template) throws CryptokiException {
    memory.begin(WORD + MechanismWriter.room(mechanism) + TemplateWriter.room(template));
    try {
      long object = memory.put(0);
      functions.call(
          CFunction.C_GenerateKey,
          session,
          MechanismWriter.write(memory, mechanism),
          TemplateWriter.write(memory, template),
          template.attributes().size(),
          memory.address(object));
      return memory.get(object);
    } finally {
      memory.end();
    }
  }

  long[] generatePair(long session, Mechanism mechanism, Template forPublic, Template forPrivate)
      throws CryptokiException {
    memory.begin(
        2 * WORD
            + MechanismWriter.room(mechanism)
            + TemplateWriter.room(forPublic)
            + TemplateWriter.room(forPrivate));
    try {
      long publicKey = memory.put(0);
      long privateKey = memory.put(0);
      functions.call(
          CFunction.C_GenerateKeyPair,
          session,
          MechanismWriter.write(memory, mechanism),
          TemplateWriter.write(memory, forPublic),
          forPublic.attributes().size(),
          TemplateWriter.write(memory, forPrivate),
          forPrivate.attributes().size(),
          memory.address(publicKey),
          memory.address(privateKey));
      return new long[] {memory.get(publicKey), memory.get(privateKey)};
    } finally {
      memory.end();
    }
  }

  int wrap(long session, Mechanism mechanism, long kek, long key, byte[] out, int outOffset)
      throws CryptokiException {
    long room = (long) out.length - outOffset + SLACK;
    memory.begin(2 * WORD + MechanismWriter.room(mechanism) + room);
    long length = memory.put(room);
    long to = memory.take(room);
    functions.call(
        CFunction.C_WrapKey,
        session,
        MechanismWriter.write(memory, mechanism),
        kek,
        key,
        memory.address(to),
        memory.address(length));
    int written = Math.toIntExact(memory.get(length));
    memory.copyOut(to, out, outOffset, written);
    return written;
  }

  long unwrap(
      long session,
      Mechanism mechanism,
      long kek,
      byte[] in,
      int inOffset,
      int inLength,
      Template template)
      throws CryptokiException {
    memory.begin(
        3 * WORD + MechanismWriter.room(mechanism) + inLength + TemplateWriter.room(template));
    try {
      long object = memory.put(0);
      long blob = memory.put(in, inOffset, inLength);
      functions.call(
          CFunction.C_UnwrapKey,
          session,
          MechanismWriter.write(memory, mechanism),
          kek,
          memory.address(blob),
          inLength,
          TemplateWriter.write(memory, template),
          template.attributes().size(),
          memory.address(object));
      return memory.get(object);
    } finally {
      memory.end();
    }
  }

  long derive(long session, Mechanism mechanism, long base, Template template)
      throws CryptokiException {
    memory.begin(WORD + MechanismWriter.room(mechanism) + TemplateWriter.room(template));
    try {
      long object = memory.put(0);
      functions.call(
          CFunction.C_DeriveKey,
          session,
          MechanismWriter.write(memory, mechanism),
          base,
          TemplateWriter.write(memory, template),
          template.attributes().size(),
          memory.address(object));
      return memory.get(object);
    } finally {
      memory.end();
    }
  }
}
