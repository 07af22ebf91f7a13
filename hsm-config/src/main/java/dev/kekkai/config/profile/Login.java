package dev.kekkai.config.profile;

/**
 * Group {@code login}.
 *
 * @param required whether C_Login is called before keys are used
 * @param pinFormat the form a PIN must have
 */
public record Login(LoginRule required, PinFormat pinFormat) {}
