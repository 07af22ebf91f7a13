package dev.kekkai.dekstore.jdbc;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.DekStore;
import dev.kekkai.dekstore.StoreGuard;
import dev.kekkai.dekstore.StoreHead;
import dev.kekkai.dekstore.StoreIdentity;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Guards a store with a key in memory, where a token would. */
final class SoftGuard implements StoreGuard, DekStore.SetUp {
  private final @Nullable StoreIdentity identity;
  private final @Nullable TokenException trouble;
  final List<StoreHead> heads = new CopyOnWriteArrayList<>();

  SoftGuard(StoreIdentity identity) {
    this.identity = identity;
    this.trouble = null;
  }

  SoftGuard(TokenException trouble) {
    this.identity = null;
    this.trouble = trouble;
  }

  @Override
  public StoreIdentity make() throws TokenException {
    if (trouble != null) {
      throw trouble;
    }
    return java.util.Objects.requireNonNull(identity);
  }

  @Override
  public StoreGuard guard(StoreIdentity made) {
    return this;
  }

  @Override
  public String tag(StoreHead head) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(new byte[32], "HmacSHA256"));
      return Base64.getEncoder()
          .encodeToString(mac.doFinal(head.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void requireWritable() {}

  @Override
  public void changed(StoreHead head) {
    heads.add(head);
  }
}
