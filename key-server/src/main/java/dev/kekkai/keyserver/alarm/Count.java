package dev.kekkai.keyserver.alarm;

/**
 * How much of something happened in a period.
 *
 * @param period the period's number since 1970
 * @param activity what
 * @param events how often
 */
record Count(long period, Activity activity, long events) {}
