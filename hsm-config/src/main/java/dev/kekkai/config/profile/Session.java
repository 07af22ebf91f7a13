package dev.kekkai.config.profile;

/**
 * Group {@code session}.
 *
 * @param readWrite whether every session is opened with CKF_RW_SESSION; one that makes token
 *     objects is in any case
 * @param max most sessions the module takes from one application; 0 when no limit is known
 * @param skip how many session numbers are used up when connecting, so that ours lie where a module
 *     that somebody re-initialises behind our back does not hand them out again soon
 * @param maxObjects most DEKs that are session objects of the module at one time; 0 when no limit
 *     is known
 */
public record Session(boolean readWrite, int max, int skip, int maxObjects) {}
