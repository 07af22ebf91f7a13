package dev.kekkai.cli.probe;

import dev.kekkai.config.profile.LoginRule;
import dev.kekkai.config.profile.PinFormat;
import dev.kekkai.cryptoki.Ckf;

/** What is known by having come here: the module was initialised, and we are logged in. */
final class LifeProbe implements Probe {
  private final Beforehand beforehand;

  LifeProbe(Beforehand beforehand) {
    this.beforehand = beforehand;
  }

  @Override
  public String about() {
    return "C_Initialize and C_Login";
  }

  @Override
  public void run(Bench bench) {
    Findings findings = bench.findings();
    findings.knob(
        "init.osLocking", Findings.yesNo(beforehand.osLocking()), "it was initialised so");
    findings.knob("init.finalizeOnClose", Findings.yesNo(beforehand.finalizes()), "C_Finalize");
    findings.knob("init.reinit", Findings.yesNo(beforehand.reinitializes()), "C_Initialize again");
    boolean asked = bench.token().info().has(Ckf.LOGIN_REQUIRED);
    LoginRule rule = bench.profile().login().required();
    String remark = asked ? "the token asks for it, and it worked" : "the token asks for none";
    findings.knob("login.required", text(rule), remark);
    if (asked || rule == LoginRule.YES) {
      findings.knob("login.pinFormat", text(bench.profile().login().pinFormat()), "it worked");
    }
  }

  private static String text(LoginRule rule) {
    return switch (rule) {
      case AUTO -> "auto";
      case YES -> Findings.YES;
      case NO -> Findings.NO;
    };
  }

  private static String text(PinFormat format) {
    return switch (format) {
      case PLAIN -> "plain";
      case USER_PASSWORD -> "user:password";
      case AUTHKEY_PASSWORD -> "authkey+password";
    };
  }
}
