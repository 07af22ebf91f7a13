/* Who made module and token, by CK_INFO and CK_TOKEN_INFO; texts are padded with blanks. */

static void put(unsigned char *to, enum control_word from, word length) {
  const volatile unsigned char *text = (const volatile unsigned char *)&shim_control[from];
  word i;
  if (!text[0]) return;
  for (i = 0; i < length; i++) to[i] = text[i];
}

static void play_module_info(unsigned char *info) {
  put(info + 2, W_MANUFACTURER, 32);
  put(info + 48, W_DESCRIPTION, 32);
}

static void play_token_info(unsigned char *info) {
  put(info + 32, W_MANUFACTURER, 32);
  put(info + 64, W_MODEL, 16);
}
