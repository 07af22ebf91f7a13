package dev.kekkai.cryptoki.ffm;

import dev.kekkai.cryptoki.CryptokiException;
import dev.kekkai.cryptoki.Template;

/** Functions on objects (PKCS #11 v3.1, section 5.7) but for reading their attributes. */
final class ObjectCalls {
  private static final int WORD = Long.BYTES;

  private final FunctionList functions;
  private final NativeMemory memory;

  ObjectCalls(FunctionList functions, NativeMemory memory) {
    this.functions = functions;
    this.memory = memory;
  }

  long create(long session, Template template) throws CryptokiException {
    memory.begin(WORD + TemplateWriter.room(template));
    try {
      long object = memory.put(0);
      functions.call(
          CFunction.C_CreateObject,
          session,
          TemplateWriter.write(memory, template),
          template.attributes().size(),
          memory.address(object));
      return memory.get(object);
    } finally {
      memory.end();
    }
  }

  long copy(long session, long object, Template template) throws CryptokiException {
    memory.begin(WORD + TemplateWriter.room(template));
    try {
      long copy = memory.put(0);
      functions.call(
          CFunction.C_CopyObject,
          session,
          object,
          TemplateWriter.write(memory, template),
          template.attributes().size(),
          memory.address(copy));
      return memory.get(copy);
    } finally {
      memory.end();
    }
  }

  void set(long session, long object, Template template) throws CryptokiException {
    memory.begin(TemplateWriter.room(template));
    try {
      functions.call(
          CFunction.C_SetAttributeValue,
          session,
          object,
          TemplateWriter.write(memory, template),
          template.attributes().size());
    } finally {
      memory.end();
    }
  }

  void findInit(long session, Template template) throws CryptokiException {
    memory.begin(TemplateWriter.room(template));
    try {
      functions.call(
          CFunction.C_FindObjectsInit,
          session,
          TemplateWriter.write(memory, template),
          template.attributes().size());
    } finally {
      memory.end();
    }
  }

  long[] find(long session, int max) throws CryptokiException {
    memory.begin(WORD + (long) max * WORD);
    long count = memory.put(0);
    long list = memory.take((long) max * WORD);
    functions.call(
        CFunction.C_FindObjects, session, memory.address(list), max, memory.address(count));
    return memory.numbers(list, memory.get(count));
  }
}
