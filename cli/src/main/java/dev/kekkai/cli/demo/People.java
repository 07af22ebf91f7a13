package dev.kekkai.cli.demo;

import java.security.SecureRandom;
import java.util.Map;
import java.util.TreeMap;

/** Users with one-time-password secrets, as an application would have them: 160 bits in base32. */
final class People {
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int CHARACTERS = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private People() {}

  static Map<String, String> five() {
    Map<String, String> secrets = new TreeMap<>();
    for (String user : new String[] {"alice", "bob", "carol", "dave", "erin"}) {
      secrets.put(user, secret());
    }
    return secrets;
  }

  static String secret() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < CHARACTERS; i++) {
      text.append(BASE32.charAt(RANDOM.nextInt(BASE32.length())));
    }
    return text.toString();
  }
}
