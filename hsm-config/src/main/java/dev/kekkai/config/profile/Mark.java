package dev.kekkai.config.profile;

/** How a value of a profile is known. */
public enum Mark {
  /** Seen on the module itself. */
  MEASURED,
  /** Read in documentation or source of the module. */
  DOCUMENTED,
  /** Chosen with care, without evidence for this module. */
  UNVERIFIED
}
