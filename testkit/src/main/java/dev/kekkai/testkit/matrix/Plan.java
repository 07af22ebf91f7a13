package dev.kekkai.testkit.matrix;

import java.util.Collection;
import java.util.Set;

/**
 * What a build was to run.
 *
 * @param modules the modules that every contract must have run on
 * @param classes simple names of all test classes
 * @param oneToken of these, contracts for which the first of the modules is enough
 * @param expected what may be left out, from {@link NotSupported#expected()}
 * @param looked of these, those that a test must have seen to be so: fewer where a part of the
 *     tests runs
 */
public record Plan(
    Collection<String> modules,
    Collection<String> classes,
    Set<String> oneToken,
    Set<String> expected,
    Set<String> looked) {

  Collection<String> modulesOf(String testClass) {
    return oneToken.contains(testClass) ? modules.stream().limit(1).toList() : modules;
  }
}
