/*
 * 0x210A as NSS has it: PKCS#7 padding to 8 bytes, then RFC 3394. The real module does the RFC 3394;
 * the padding needs the key's bytes, which come out by wrapping it under a key made for that.
 */
#define LONGEST_KEY 256

typedef struct {
  unsigned char bytes[LONGEST_KEY + 8];
  word length;
} key_value;

static word make(word session, attribute *template, word count, word *object) {
  word v[8] = {session, (word)template, count, (word)object};
  return shim_pass_on(FN_C_CreateObject, v);
}

static void destroy(word session, word object) {
  word v[8] = {session, object};
  shim_pass_on(FN_C_DestroyObject, v);
}

static word read_value(word session, word object, key_value *value) {
  attribute asked = {CKA_VALUE, value->bytes, LONGEST_KEY};
  word v[8] = {session, object, (word)&asked, 1};
  word answer = shim_pass_on(FN_C_GetAttributeValue, v);
  value->length = asked.length;
  return answer;
}

/* What is in a blob under a key, whether it is padded or not. */
static word open_blob(word session, word key, word blob, word length, key_value *value) {
  mechanism wrap = {CKM_AES_KEY_WRAP, 0, 0};
  word class = CKO_SECRET_KEY, type = CKK_GENERIC_SECRET, object, answer;
  unsigned char yes = 1, no = 0;
  attribute readable[] = {{CKA_CLASS, &class, sizeof(class)},
                          {CKA_KEY_TYPE, &type, sizeof(type)},
                          {CKA_TOKEN, &no, 1},
                          {CKA_SENSITIVE, &no, 1},
                          {CKA_EXTRACTABLE, &yes, 1}};
  word v[8] = {session, (word)&wrap, key, blob, length, (word)readable, 5, (word)&object};
  answer = shim_pass_on(FN_C_UnwrapKey, v);
  if (answer != CKR_OK) return answer;
  answer = read_value(session, object, value);
  destroy(session, object);
  return answer;
}

/* The bytes of a key that is extractable, also of one that is sensitive. */
static word take_out(word session, word key, key_value *value) {
  mechanism wrap = {CKM_AES_KEY_WRAP, 0, 0};
  word class = CKO_SECRET_KEY, type = CKK_AES, under, answer;
  unsigned char yes = 1, no = 0, bytes[32] = {7}, blob[LONGEST_KEY + 16];
  word length = sizeof(blob);
  attribute known[] = {{CKA_CLASS, &class, sizeof(class)}, {CKA_KEY_TYPE, &type, sizeof(type)},
                       {CKA_TOKEN, &no, 1},                {CKA_WRAP, &yes, 1},
                       {CKA_UNWRAP, &yes, 1},              {CKA_VALUE, bytes, sizeof(bytes)}};
  answer = make(session, known, 6, &under);
  if (answer == CKR_OK) {
    word v[8] = {session, (word)&wrap, under, key, (word)blob, (word)&length};
    answer = shim_pass_on(FN_C_WrapKey, v);
    if (answer == CKR_OK) answer = open_blob(session, under, (word)blob, length, value);
    destroy(session, under);
  }
  return answer;
}

static word wrap_padded(const word *v) {
  mechanism wrap = {CKM_AES_KEY_WRAP, 0, 0};
  word class = CKO_SECRET_KEY, type = CKK_GENERIC_SECRET, padded, answer, pad, i;
  unsigned char yes = 1, no = 0;
  key_value value;
  attribute template[] = {{CKA_CLASS, &class, sizeof(class)}, {CKA_KEY_TYPE, &type, sizeof(type)},
                          {CKA_TOKEN, &no, 1},                {CKA_EXTRACTABLE, &yes, 1},
                          {CKA_VALUE, value.bytes, 0}};
  answer = take_out(v[0], v[3], &value);
  if (answer != CKR_OK) return answer;
  pad = 8 - value.length % 8;
  for (i = 0; i < pad; i++) value.bytes[value.length + i] = (unsigned char)pad;
  template[4].length = value.length + pad;
  answer = make(v[0], template, 5, &padded);
  if (answer == CKR_OK) {
    word changed[8] = {v[0], (word)&wrap, v[2], padded, v[4], v[5]};
    answer = shim_pass_on(FN_C_WrapKey, changed);
    destroy(v[0], padded);
  }
  return answer;
}

static word unwrap_padded(const word *v) {
  attribute sent[MOST_ATTRIBUTES + 1];
  key_value value;
  word answer, i, pad;
  if (v[6] > MOST_ATTRIBUTES) return CKR_HOST_MEMORY;
  answer = open_blob(v[0], v[2], v[3], v[4], &value);
  if (answer != CKR_OK) return answer;
  pad = value.bytes[value.length - 1];
  if (pad == 0 || pad > 8 || pad >= value.length) return CKR_WRAPPED_KEY_INVALID;
  for (i = value.length - pad; i < value.length; i++) {
    if (value.bytes[i] != pad) return CKR_WRAPPED_KEY_INVALID;
  }
  sent[0].type = CKA_VALUE;
  sent[0].value = value.bytes;
  sent[0].length = value.length - pad;
  for (i = 0; i < v[6]; i++) sent[i + 1] = ((const attribute *)v[5])[i];
  return make(v[0], sent, v[6] + 1, (word *)v[7]);
}

static word play_padding(enum function function, word *v) {
  if (played(PLAY_PKCS7_AT_210A) && ((const mechanism *)v[1])->number == CKM_AES_KEY_WRAP_PAD) {
    if (function == FN_C_WrapKey) return wrap_padded(v);
    if (function == FN_C_UnwrapKey) return unwrap_padded(v);
  }
  return shim_pass_on(function, v);
}
