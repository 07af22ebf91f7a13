package dev.kekkai.config;

/** Where bulk AES-256-GCM runs. There is no default: the operator decides. */
public enum BulkMode {
  /** Inside the token: the unwrapped DEK is a session object there and never leaves it. */
  HSM,
  /** In this process: the DEK is unwrapped through the token and then held in memory. */
  SOFTWARE
}
