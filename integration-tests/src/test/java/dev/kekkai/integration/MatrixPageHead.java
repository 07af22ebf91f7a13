package dev.kekkai.integration;

/** What docs/hsm/matrix.md says above its tables. */
final class MatrixPageHead {
  static final String TEXT =
      """
      # Which contract holds on which module

      Every test of the contract suite on every module that a build can have, as it was last run. This page is generated: a
      build compares it with what ran, and fails for a difference ([CONTRIBUTING](../../CONTRIBUTING.md#tests) says how to
      write it anew). A test that was skipped for any other reason than those below fails the build, too.

      | column | module |
      |---|---|
      | `softhsm2` | SoftHSM2 2.6.1 |
      | `nss` | NSS softokn 3.87.1 |
      | `opencryptoki` | the soft token of openCryptoki 3.8.1 |
      | `tpm2` | tpm2-pkcs11 1.9.0 on a TPM in software, swtpm 0.7.1 |
      | `… (played)` | SoftHSM2 behind a library that changes what goes in and out, so that it behaves as the documents or the \
      source of that vendor say. What the vendor's own module does, nobody has seen here. |

      The first four are those of Debian 12. `mvn verify` runs the first two, and `SmokeTest` on the first four; the others
      take `-Dkekkai.tokens=others`, as CI runs it. A machine that can't have openCryptoki or tpm2-pkcs11 says so, and does not
      compare its column. One more module is run when the environment names it (`KEKKAI_TEST_MODULE`,
      see [CONTRIBUTING](../../CONTRIBUTING.md)); it has no column.

      * **pass**: it does. `pass, n/s [1]`: with some of the test's arguments it does, with others it can't.
      * **n/s [1]**: not supported. The module can't, the test saw that it can't and that Kekkai says so; the number is that of
        the reason at the end of the page.
      * **bug [1]**: a bug of the module, which its page in this folder tells, or of the native binding.
      * `iaik: …; ffm: …`: the [native bindings](../bindings.md) differ. Played vendors are run through `ffm` only.

      ## Tests
      """;

  private MatrixPageHead() {}
}
