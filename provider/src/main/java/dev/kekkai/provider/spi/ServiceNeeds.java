package dev.kekkai.provider.spi;

import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.config.profile.SoftwareDekPath;

/** What a profile must have for a service to make sense on its modules. */
final class ServiceNeeds {
  private ServiceNeeds() {}

  static boolean gcm(HsmProfile profile) {
    return profile.gcm().mechanism().isPresent()
        || profile.softwareDekPath() != SoftwareDekPath.NONE;
  }

  static boolean rfc3394(HsmProfile profile) {
    return profile.wrap().functions() && profile.wrap().rfc3394().isPresent();
  }

  static boolean rfc5649(HsmProfile profile) {
    return profile.wrap().functions() && profile.wrap().rfc5649().isPresent();
  }

  static boolean oaep(HsmProfile profile) {
    return !profile.oaep().hashes().isEmpty();
  }

  static boolean readableEcdh(HsmProfile profile) {
    return profile.ecdh().derivedReadable();
  }
}
