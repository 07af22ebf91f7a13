/*
 * AES-GCM with an IV that the HSM makes, a new one for each encryption; the real module is given it
 * as if it were the caller's. It comes back where the parameters had room for it, written during
 * C_Encrypt, or after the tag, or before the ciphertext, from where C_Decrypt takes it, too. The
 * first and the last kind take no data in parts and not much at once; the second keeps parts until
 * C_EncryptFinal.
 */
#define MESSAGES 256
#define TAG_BYTES 16
#define IV_OF_ITS_OWN (PLAY_IV_IN_PARAMETERS | PLAY_IV_AFTER_TAG | PLAY_IV_BEFORE)

typedef struct {
  word session; /* 0: free */
  unsigned char *room;
  unsigned char iv[16];
  word iv_length;
  unsigned char *parts; /* or the AAD of a decryption that has not begun in the real module */
  word length;
  word number; /* of such a decryption: its mechanism and key; 0: there is none */
  word key;
} message;

static message messages[MESSAGES];
static volatile word messages_locked;

/* A session's message, or a free place for one; null where there is none. */
static message *find_message(word session) {
  word i;
  for (i = 0; i < MESSAGES && messages[i].session != session; i++) {
  }
  return i < MESSAGES ? &messages[i] : 0;
}

static void lock_messages(void) {
  while (atomic_add(&messages_locked, 1) != 1) {
    atomic_add(&messages_locked, -1UL);
    usleep(10);
  }
}

static message *message_of(word session) {
  message *found;
  lock_messages();
  found = find_message(session);
  atomic_add(&messages_locked, -1UL);
  return found;
}

static message *begin_message(word session) {
  message *m;
  lock_messages();
  m = find_message(0);
  if (m) m->session = session;
  atomic_add(&messages_locked, -1UL);
  return m;
}

static void end_message(message *m) {
  if (m->parts) free(m->parts);
  m->parts = 0;
  m->length = 0;
  m->number = 0;
  atomic_set(&m->session, 0);
}

static void shim_played_session_closed(word session) {
  message *m = session && played(IV_OF_ITS_OWN) ? message_of(session) : 0;
  if (m) end_message(m);
}

/* Nothing is left of the operation in the real module. */
static void cancel(enum function final, word session) {
  unsigned char rest[64];
  word length = sizeof(rest);
  word v[8] = {session, (word)rest, (word)&length};
  shim_pass_on(final, v);
}

/* The length of the IV to make; 0 for parameters that are refused. */
static word iv_length_for(const mechanism *asked) {
  const gcm_params *params = asked->parameter;
  word i;
  if (!params || asked->length != sizeof(gcm_params) || params->tag_bits != 8 * TAG_BYTES) return 0;
  if (played(PLAY_IV_AFTER_TAG)) {
    if (params->iv_length != 0) return 0;
    if (params->iv_bits == 0 || params->iv_bits == 128) return 16;
    return params->iv_bits == 96 ? 12 : 0;
  }
  if (played(PLAY_IV_BEFORE)) return params->iv_length == 0 && !params->iv ? 12 : 0;
  if (params->iv_length != 12 || !params->iv) return 0;
  for (i = 0; i < 12; i++) {
    if (params->iv[i]) return 0;
  }
  return 12;
}

static word encrypt_init(const word *v) {
  const mechanism *asked = (const mechanism *)v[1];
  word length = iv_length_for(asked), answer;
  message *m;
  gcm_params params;
  mechanism sent = *asked;
  word changed[8] = {v[0], (word)&sent, v[2]};
  word make_iv[8] = {v[0]};
  if (!length) {
    /* The key is looked at first, and may be the wrong one. */
    answer = play_mechanisms(FN_C_EncryptInit, (word *)v);
    if (answer != CKR_OK) return answer;
    cancel(FN_C_EncryptFinal, v[0]);
    return CKR_MECHANISM_PARAM_INVALID;
  }
  m = begin_message(v[0]);
  if (!m) return CKR_HOST_MEMORY;
  params = *(const gcm_params *)asked->parameter;
  m->room = params.iv;
  m->iv_length = length;
  params.iv = m->iv;
  params.iv_length = length;
  params.iv_bits = 8 * length;
  sent.parameter = &params;
  make_iv[1] = (word)m->iv;
  make_iv[2] = length;
  answer = shim_pass_on(FN_C_GenerateRandom, make_iv);
  if (answer == CKR_OK) answer = play_mechanisms(FN_C_EncryptInit, changed);
  if (answer != CKR_OK) end_message(m);
  return answer;
}

/* What C_Encrypt does, also with parts that were kept. */
static word encrypt(message *m, word data, word length, unsigned char *out, word *out_length) {
  word session = m->session, after = played(PLAY_IV_AFTER_TAG) ? m->iv_length : 0, i, answer;
  word before = played(PLAY_IV_BEFORE) ? m->iv_length : 0;
  word most = atomic_get(&shim_control[W_MAX_BYTES]), needed = length + TAG_BYTES + after + before;
  word v[8] = {session, data, length, (word)(out + before), (word)out_length};
  if (most && length > most) {
    cancel(FN_C_EncryptFinal, session);
    end_message(m);
    return CKR_DATA_LEN_RANGE;
  }
  if (!out || *out_length < needed) {
    *out_length = needed;
    return out ? CKR_BUFFER_TOO_SMALL : CKR_OK;
  }
  *out_length -= before;
  answer = shim_pass_on(FN_C_Encrypt, v);
  if (answer == CKR_OK) {
    unsigned char *to = after ? out + *out_length : before ? out : m->room;
    for (i = 0; i < m->iv_length; i++) to[i] = m->iv[i];
    *out_length += after + before;
  }
  end_message(m);
  return answer;
}

/* The IV comes with the ciphertext, so the real module hears of a decryption only then. */
static word decrypt_init(const word *v) {
  const mechanism *asked = (const mechanism *)v[1];
  const gcm_params *params = asked->parameter;
  message *m = message_of(v[0]);
  word i;
  if (!iv_length_for(asked)) return CKR_MECHANISM_PARAM_INVALID;
  if (m) end_message(m);
  m = begin_message(v[0]);
  if (!m) return CKR_HOST_MEMORY;
  m->parts = malloc(params->aad_length + 1);
  if (!m->parts) {
    end_message(m);
    return CKR_HOST_MEMORY;
  }
  for (i = 0; i < params->aad_length; i++) m->parts[i] = params->aad[i];
  m->length = params->aad_length;
  m->number = asked->number;
  m->key = v[2];
  return CKR_OK;
}

static word decrypt(message *m, unsigned char *data, word length, word out, word *out_length) {
  gcm_params params = {data, 12, 96, m->parts, m->length, 8 * TAG_BYTES};
  mechanism sent = {m->number, &params, sizeof(params)};
  word init[8] = {m->session, (word)&sent, m->key};
  word v[8] = {m->session, (word)(data + 12), length - 12, out, (word)out_length};
  word answer;
  if (length < 12 + TAG_BYTES) {
    end_message(m);
    return CKR_ENCRYPTED_DATA_LEN_RANGE;
  }
  if (!out) {
    *out_length = length - 12;
    return CKR_OK;
  }
  if (!m->length) params.aad = 0;
  answer = play_mechanisms(FN_C_DecryptInit, init);
  if (answer == CKR_OK) answer = play_mechanisms(FN_C_Decrypt, v);
  end_message(m);
  return answer;
}

static word keep_part(message *m, const unsigned char *part, word length, word *out_length) {
  unsigned char *longer;
  word i;
  if (!played(PLAY_IV_AFTER_TAG)) {
    cancel(FN_C_EncryptFinal, m->session);
    end_message(m);
    return CKR_FUNCTION_NOT_SUPPORTED;
  }
  longer = malloc(m->length + length + 1);
  if (!longer) return CKR_HOST_MEMORY;
  for (i = 0; i < m->length; i++) longer[i] = m->parts[i];
  for (i = 0; i < length; i++) longer[m->length + i] = part[i];
  if (m->parts) free(m->parts);
  m->parts = longer;
  m->length += length;
  *out_length = 0;
  return CKR_OK;
}

static word play_gcm(enum function function, word *v) {
  word most = atomic_get(&shim_control[W_MAX_BYTES]);
  word answer;
  message *m = 0;
  if (!played(IV_OF_ITS_OWN)) return play_mechanisms(function, v);
  if (function == FN_C_EncryptInit || function == FN_C_Encrypt || function == FN_C_EncryptUpdate ||
      function == FN_C_EncryptFinal || function == FN_C_Decrypt) {
    m = message_of(v[0]);
  }
  switch (function) {
    case FN_C_EncryptInit:
      answer = ((const mechanism *)v[1])->number == CKM_AES_GCM ? encrypt_init(v)
                                                                 : play_mechanisms(function, v);
      /* The real module has begun another, so that one's session is gone and its number given anew. */
      if (answer == CKR_OK && m) end_message(m);
      return answer;
    case FN_C_Encrypt:
      if (m) return encrypt(m, v[1], v[2], (unsigned char *)v[3], (word *)v[4]);
      break;
    case FN_C_EncryptUpdate:
      if (m) return keep_part(m, (const unsigned char *)v[1], v[3] ? v[2] : 0, (word *)v[4]);
      break;
    case FN_C_EncryptFinal:
      if (m) {
        /* SoftHSM2 refuses a null pointer, also to no data. */
        word parts = (word)(m->parts ? m->parts : m->iv);
        return encrypt(m, parts, m->length, (unsigned char *)v[1], (word *)v[2]);
      }
      break;
    case FN_C_DecryptInit:
      if (played(PLAY_IV_BEFORE) && ((const mechanism *)v[1])->number == CKM_AES_GCM) {
        return decrypt_init(v);
      }
      break;
    case FN_C_DecryptUpdate:
      if (!played(PLAY_IV_AFTER_TAG)) return CKR_FUNCTION_NOT_SUPPORTED;
      break;
    case FN_C_Decrypt:
      if (m && m->number) return decrypt(m, (unsigned char *)v[1], v[2], v[3], (word *)v[4]);
      if (most && v[2] > most + TAG_BYTES) {
        cancel(FN_C_DecryptFinal, v[0]);
        return CKR_DATA_LEN_RANGE;
      }
      break;
    default:
      break;
  }
  return play_mechanisms(function, v);
}
