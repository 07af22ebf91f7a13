package dev.kekkai.integration.failures;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What the page says beside the table. */
final class FailureDocText {
  /** Functions of the seam that no fault is put in. */
  static final Map<String, String> LEFT_OUT =
      new TreeMap<>(
          Map.of(
              "C_InitToken", "called when a token is set up for tests and the demo, by nobody else",
              "C_InitPIN", "as C_InitToken",
              "C_Logout", "as C_InitToken; closing the last session is what ends our logins",
              "C_CopyObject", "called in the demo, which shows that the token refuses it",
              "C_SetAttributeValue", "as C_CopyObject"));

  private static final String HEAD =
      """
      # When a C_ function fails

      What a caller gets when one call of one function fails once: every C_ function that Kekkai calls, in the
      kinds of work that call it, and every CKR of PKCS #11 2.40, with one of a vendor. Made on %s,
      and to be made anew, by

          mvn package -Dkekkai.long -pl integration-tests -am -Dtest=FailureTableTest -Dsurefire.failIfNoSpecifiedTests=false

      %s

      * **refused**: the function is not called, and the code is its answer. **lost**: it is called, and the code
        given instead of its answer.
      * **right result**: the operation was repeated, or did without; **on a new connection**: sessions and login,
        and where need be the module, were got anew. Else it is the exception that JCA asks for, whether Kekkai
        holds that a retry can help, where its cause says so, and its text, with CKR for the code.
      * The one call that fails is the first of its function in that work. A code that stands for bad input on this
        module (profile key `errors.authFail`) and for nothing else is believed.

      After every fault: no result is wrong, every answer comes within the deadline and a second, every other kind of
      work gives the right result, no call uses a session or object of an earlier connection, no refused PIN is tried
      again, and no session, session object or token object is left, with three exceptions. A session whose
      C_OpenSession had its answer lost is open until C_Finalize, and a DEK object whose C_UnwrapKey had, until its
      session ends, since nobody knows their handles. And a module that says of a session or an object to be ended
      that there is none is believed.
      """;

  private FailureDocText() {}

  static String head(Map<Place, Map<Code, String>> answers, String madeOn) {
    return String.format(Locale.ROOT, HEAD, madeOn, summary(answers));
  }

  private static String summary(Map<Place, Map<Code, String>> answers) {
    long right = count(answers, Answer.OK);
    long recovered = count(answers, Answer.OK_AFTER_RECOVERY);
    long all = answers.values().stream().mapToLong(Map::size).sum();
    return String.format(
        Locale.ROOT,
        "%,d faults: %,d right results, %,d on a new connection, %,d exceptions; no wrong result.",
        all,
        right,
        recovered,
        all - right - recovered);
  }

  private static long count(Map<Place, Map<Code, String>> answers, String answer) {
    return answers.values().stream()
        .flatMap(m -> m.values().stream())
        .filter(answer::equals)
        .count();
  }
}
