package dev.kekkai.cryptoki.ffm;

import dev.kekkai.cryptoki.Attributes;
import dev.kekkai.cryptoki.Ckr;
import dev.kekkai.cryptoki.CryptokiException;
import org.jspecify.annotations.Nullable;

/**
 * C_GetAttributeValue (PKCS #11 v3.1, section 5.7.5) in one call where every value is there and
 * short. Otherwise each attribute that the first call did not give is asked for alone: modules were
 * seen to fill any or none of the others when one is missing. What was read is zeroed: it may be a
 * key.
 */
final class AttributeReader {
  private static final long ATTRIBUTE_BYTES = TemplateWriter.ATTRIBUTE_BYTES;
  private static final long VALUE = Long.BYTES;
  private static final long LENGTH = 2 * Long.BYTES;

  /** Room for each value in the first call: flags, numbers, ids, labels, a DEK, a P-521 secret. */
  private static final long SHORT = 72;

  /**
   * NSS softokn writes a session object's value whole, however short the room (3.87, P-521
   * secrets).
   */
  private static final long OVERRUN = 1 << 12;

  /** What no flag is: a module that has filled in a length only has told no value. */
  private static final byte UNTOLD = (byte) 0xA5;

  /** CK_UNAVAILABLE_INFORMATION. */
  private static final long UNAVAILABLE = -1;

  /** More than any attribute has; a length beyond it is a module's mistake. */
  private static final long LONGEST = 1 << 20;

  private final FunctionList functions;
  private final NativeMemory memory;

  AttributeReader(FunctionList functions, NativeMemory memory) {
    this.functions = functions;
    this.memory = memory;
  }

  Attributes read(long session, long object, long[] types) throws CryptokiException {
    byte[] @Nullable [] values = new byte[types.length][];
    boolean complete = readShort(session, object, types, values);
    for (int i = 0; i < types.length && !complete; i++) {
      if (values[i] == null) {
        values[i] = readAlone(session, object, types[i]);
      }
    }
    for (int i = 0; i < types.length && complete; i++) {
      if (isTemplate(types[i])) {
        values[i] = readAlone(session, object, types[i]);
      }
    }
    return new Attributes(types, values);
  }

  /** False when the module says that something can't be told, or is longer. */
  private boolean readShort(long session, long object, long[] types, byte[] @Nullable [] values)
      throws CryptokiException {
    long table = ATTRIBUTE_BYTES * types.length;
    memory.begin(table + SHORT * types.length + OVERRUN);
    try {
      long first = memory.take(table);
      long data = memory.take(SHORT * types.length);
      memory.slice(data, SHORT * types.length).fill(UNTOLD);
      memory.secret(data, SHORT * types.length + OVERRUN);
      for (int i = 0; i < types.length; i++) {
        boolean skipped = isTemplate(types[i]);
        set(first + i * ATTRIBUTE_BYTES, types[i], skipped ? 0 : data + i * SHORT, skipped);
      }
      boolean complete = call(session, object, first, types.length);
      for (int i = 0; i < types.length; i++) {
        if (memory.get(first + i * ATTRIBUTE_BYTES + LENGTH) > SHORT && !isTemplate(types[i])) {
          return false; // written over its neighbours: all are asked for again
        }
      }
      for (int i = 0; i < types.length; i++) {
        long length = memory.get(first + i * ATTRIBUTE_BYTES + LENGTH);
        // A module that gave up early left the lengths alone.
        boolean given = complete ? length <= SHORT : length < SHORT;
        if (given && length >= 0 && !isTemplate(types[i])) {
          byte[] value = memory.bytes(data + i * SHORT, length);
          values[i] = complete || isTold(value) ? value : null;
        }
      }
      return complete;
    } finally {
      memory.end();
    }
  }

  private static boolean isTold(byte[] value) {
    for (byte b : value) {
      if (b != UNTOLD) {
        return true;
      }
    }
    return value.length == 0;
  }

  /** Null when the object lacks it, or it may not be read. */
  private byte @Nullable [] readAlone(long session, long object, long type)
      throws CryptokiException {
    long length = length(session, object, type);
    if (length < 0 || length > LONGEST) {
      return null;
    }
    if (isTemplate(type)) {
      return readTemplate(session, object, type, (int) (length / ATTRIBUTE_BYTES));
    }
    memory.begin(ATTRIBUTE_BYTES + length + Long.BYTES);
    try {
      long at = memory.take(ATTRIBUTE_BYTES);
      long data = memory.takeZeroed(length);
      memory.secret(data, length);
      memory.set(at, type);
      memory.set(at + VALUE, memory.address(data));
      memory.set(at + LENGTH, length);
      if (!call(session, object, at, 1)) {
        return null;
      }
      long told = memory.get(at + LENGTH);
      if (told < 0 || told > length) {
        return null;
      }
      return memory.bytes(data, told);
    } finally {
      memory.end();
    }
  }

  private long length(long session, long object, long type) throws CryptokiException {
    memory.begin(ATTRIBUTE_BYTES);
    try {
      long at = memory.take(ATTRIBUTE_BYTES);
      set(at, type, 0, true);
      return call(session, object, at, 1) ? memory.get(at + LENGTH) : UNAVAILABLE;
    } finally {
      memory.end();
    }
  }

  private void set(long at, long type, long data, boolean sizeOnly) {
    memory.set(at, type);
    memory.set(at + VALUE, sizeOnly ? 0 : memory.address(data));
    memory.set(at + LENGTH, sizeOnly ? 0 : SHORT);
  }

  private boolean call(long session, long object, long first, int count) throws CryptokiException {
    try {
      functions.call(CFunction.C_GetAttributeValue, session, object, memory.address(first), count);
      return true;
    } catch (CryptokiException e) {
      if (e.is(Ckr.ATTRIBUTE_SENSITIVE)
          || e.is(Ckr.ATTRIBUTE_TYPE_INVALID)
          || e.is(Ckr.BUFFER_TOO_SMALL)) {
        return false;
      }
      throw e;
    }
  }

  /** Asked twice: without room the module tells types and lengths, with it the values. */
  private byte @Nullable [] readTemplate(long session, long object, long type, int count)
      throws CryptokiException {
    long[] types = new long[count];
    long[] lengths = new long[count];
    byte[] @Nullable [] values = new byte[count][];
    if (!readInto(session, object, type, types, lengths, values)) {
      return null;
    }
    long all = 0;
    for (int i = 0; i < count; i++) {
      boolean readable = lengths[i] > 0 && lengths[i] <= LONGEST && !isTemplate(types[i]);
      lengths[i] = readable ? lengths[i] : 0;
      all += lengths[i];
    }
    if (all > 0 && all <= LONGEST) {
      readInto(session, object, type, types, lengths, values);
    }
    return Attributes.encode(types, values);
  }

  /** With so much room for each value; a pValue is null where there is none. */
  private boolean readInto(
      long session,
      long object,
      long type,
      long[] types,
      long[] lengths,
      byte[] @Nullable [] values)
      throws CryptokiException {
    int count = types.length;
    long room = 0;
    for (long length : lengths) {
      room += length + Long.BYTES;
    }
    memory.begin(ATTRIBUTE_BYTES + ATTRIBUTE_BYTES * count + room);
    try {
      long at = memory.take(ATTRIBUTE_BYTES);
      long first = memory.takeZeroed(ATTRIBUTE_BYTES * count);
      long[] data = new long[count];
      for (int i = 0; i < count; i++) {
        if (lengths[i] > 0) {
          data[i] = memory.takeZeroed(lengths[i]);
          long inner = first + i * ATTRIBUTE_BYTES;
          memory.set(inner, types[i]);
          memory.set(inner + VALUE, memory.address(data[i]));
          memory.set(inner + LENGTH, lengths[i]);
        }
      }
      memory.set(at, type);
      memory.set(at + VALUE, memory.address(first));
      memory.set(at + LENGTH, ATTRIBUTE_BYTES * count);
      if (!call(session, object, at, 1) || memory.get(at + LENGTH) != ATTRIBUTE_BYTES * count) {
        return false;
      }
      for (int i = 0; i < count; i++) {
        types[i] = memory.get(first + i * ATTRIBUTE_BYTES);
        long told = memory.get(first + i * ATTRIBUTE_BYTES + LENGTH);
        boolean given = lengths[i] > 0 && told >= 0 && told <= lengths[i];
        values[i] = given ? memory.bytes(data[i], told) : null;
        lengths[i] = told;
      }
      return true;
    } finally {
      memory.end();
    }
  }

  /** CKA_WRAP_TEMPLATE, CKA_UNWRAP_TEMPLATE, CKA_DERIVE_TEMPLATE: arrays of CK_ATTRIBUTE. */
  private static boolean isTemplate(long type) {
    return type >= 0x40000211L && type <= 0x40000213L;
  }
}
