package dev.kekkai.cli.probe;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was found out, in the order in which it was; a later finding replaces an earlier one. */
public final class Findings {
  /** What {@link Finding#value()} says where something can be done, or is so. */
  public static final String YES = "yes";

  /** What {@link Finding#value()} says where something can't be done, or is not so. */
  public static final String NO = "no";

  /** What {@link Finding#value()} says where there is nothing of the kind. */
  public static final String NONE = "none";

  private final Map<String, Finding> found = new LinkedHashMap<>();
  private ExaminationListener listener = new ExaminationListener() {};

  /** Makes an empty one. */
  public Findings() {}

  /**
   * What was found before, or elsewhere.
   *
   * @param all findings in their order
   * @return a collection that holds them
   */
  public static Findings of(Collection<Finding> all) {
    Findings findings = new Findings();
    all.forEach(findings::put);
    return findings;
  }

  void tell(ExaminationListener to) {
    synchronized (found) {
      listener = to;
    }
  }

  /** A knob of profiles was measured. */
  void knob(String name, String value, String remark) {
    put(new Finding(name, value, remark, true));
  }

  /** Something was seen that no knob says. */
  void seen(String name, String value, String remark) {
    put(new Finding(name, value, remark, false));
  }

  private void put(Finding finding) {
    synchronized (found) {
      found.put(finding.name(), finding);
      listener.noted(finding.name(), finding.value());
    }
  }

  static String yesNo(boolean yes) {
    return yes ? YES : NO;
  }

  /**
   * All of them.
   *
   * @return a copy, in the order in which they were found
   */
  public List<Finding> all() {
    synchronized (found) {
      return List.copyOf(found.values());
    }
  }

  /**
   * One of them.
   *
   * @param name {@link Finding#name()}
   * @return it, when that was found out
   */
  public Optional<Finding> get(String name) {
    synchronized (found) {
      return Optional.ofNullable(found.get(name));
    }
  }

  /**
   * The value of one of them.
   *
   * @param name {@link Finding#name()}
   * @return {@link Finding#value()}, or an empty text when that was not found out
   */
  public String value(String name) {
    return get(name).map(Finding::value).orElse("");
  }

  /**
   * Whether one of them is {@link #YES}.
   *
   * @param name {@link Finding#name()}
   * @return true only when it was found out to be so
   */
  public boolean is(String name) {
    return value(name).equals(YES);
  }
}
