package dev.kekkai.benchmarks;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths as people write them. */
final class ByteCount {
  private static final Pattern WRITTEN = Pattern.compile("([1-9][0-9]{0,11})([kmg]?)");
  private static final String POWERS = " kmg";
  private static final int KIBI = 10;

  private ByteCount() {}

  /** Such as {@code 10g}, which is 10 times 2^30. */
  static long parse(String text) {
    Matcher m = WRITTEN.matcher(text.toLowerCase(Locale.ROOT));
    if (!m.matches()) {
      throw new IllegalArgumentException(
          "A size is a number, with k, m or g for KiB, MiB or GiB, such as 10g, not " + text);
    }
    int power = m.group(2).isEmpty() ? 0 : POWERS.indexOf(m.group(2));
    return Math.multiplyExact(Long.parseLong(m.group(1)), 1L << (KIBI * power));
  }
}
