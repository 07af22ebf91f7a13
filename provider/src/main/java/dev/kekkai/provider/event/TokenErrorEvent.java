package dev.kekkai.provider.event;

import dev.kekkai.cryptoki.Ckr;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import org.jspecify.annotations.Nullable;

/** A C_ function failed. */
@Name("dev.kekkai.TokenError")
@Label("Token Error")
@Category("Kekkai")
@Description("A PKCS#11 function answered something else than CKR_OK")
@SuppressWarnings("UnusedVariable") // Flight Recorder reads the fields
final class TokenErrorEvent extends Event {
  @Label("Provider")
  private @Nullable String provider;

  @Label("Function")
  private @Nullable String function;

  @Label("Return Value")
  @Description("Name of the CKR_ code")
  private @Nullable String ckr;

  @Label("Number")
  @Description("The CKR_ code as the module gave it")
  private long number;

  private TokenErrorEvent() {}

  static void record(String provider, String function, long returnValue) {
    TokenErrorEvent event = new TokenErrorEvent();
    if (event.isEnabled()) {
      event.provider = provider;
      event.function = function;
      event.ckr = Ckr.name(returnValue);
      event.number = returnValue;
      event.commit();
    }
  }
}
