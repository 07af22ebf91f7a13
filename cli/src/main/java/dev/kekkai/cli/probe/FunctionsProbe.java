package dev.kekkai.cli.probe;

/** Whether C_WrapKey and C_UnwrapKey are there, by what the probes before it saw. */
final class FunctionsProbe implements Probe {
  private static final String NOT_THERE = "CKR_FUNCTION_NOT_SUPPORTED";

  @Override
  public String about() {
    return About.FUNCTIONS;
  }

  @Override
  public void run(Bench bench) {
    Findings findings = bench.findings();
    boolean unwraps = bench.unwrapping().way().isPresent();
    if (unwraps) {
      findings.knob("wrap.functions", Findings.YES, "");
      return;
    }
    boolean missing =
        findings.all().stream()
            .filter(f -> f.name().startsWith("wrap.0x") || f.name().equals("rsa.unwrap"))
            .anyMatch(f -> f.remark().contains(NOT_THERE));
    if (missing) {
      findings.knob("wrap.functions", Findings.NO, "they answer " + NOT_THERE);
    }
  }
}
