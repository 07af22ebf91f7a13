package dev.kekkai.benchmarks.contender;

import java.net.URL;
import java.security.CodeSource;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Versions of the peers' libraries, by the names of their jars. */
final class Libraries {
  private static final Pattern VERSION = Pattern.compile("-([0-9][^/]*)\\.jar$");

  private Libraries() {}

  static String version(String name, String artifact, Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    URL location = source == null ? null : source.getLocation();
    if (location == null || !location.getPath().contains(artifact)) {
      return name;
    }
    Matcher version = VERSION.matcher(location.getPath());
    return version.find() ? name + " " + version.group(1) : name;
  }
}
