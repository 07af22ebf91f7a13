package dev.kekkai.cli.probe;

import dev.kekkai.cryptoki.Ckr;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What the probes before it saw of forged input, put together. */
final class ErrorsProbe implements Probe {
  @Override
  public String about() {
    return "answers to forged input";
  }

  @Override
  public void run(Bench bench) {
    if (!bench.sawBadInput()) {
      return;
    }
    Findings findings = bench.findings();
    TreeSet<Long> all = new TreeSet<>(bench.profile().errors().authFail());
    all.addAll(bench.badInputCodes());
    findings.seen("errors.seen", names(bench.badInputCodes()), "to forged tags and blobs");
    String numbers = all.stream().map(Bench::shortHex).collect(Collectors.joining(", "));
    findings.knob(
        "errors.authFail",
        numbers.isEmpty() ? Findings.NONE : numbers,
        "those of the profile, and those seen");
    boolean clean = bench.isCleanAfterBadInput();
    findings.knob(
        "errors.keepsSession",
        Findings.yesNo(clean),
        clean ? "the session worked on each time" : "a session did not work on");
  }

  private static String names(Iterable<Long> codes) {
    String names =
        StreamSupport.stream(codes.spliterator(), false)
            .map(Ckr::name)
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? Findings.NONE : names;
  }
}
