package dev.kekkai.config.profile;

/** Whether C_Login is called before keys are used. */
public enum LoginRule {
  /** When the token says so with CKF_LOGIN_REQUIRED. */
  AUTO,
  /** Always. */
  YES,
  /** Never. */
  NO
}
