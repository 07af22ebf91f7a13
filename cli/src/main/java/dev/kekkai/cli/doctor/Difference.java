package dev.kekkai.cli.doctor;

/**
 * A knob of which the token says something else than its profile.
 *
 * @param knob the knob
 * @param profile the profile's value, as it is written
 * @param mark how the profile knows it: {@code measured}, {@code documented} or {@code unverified}
 * @param measured the value found
 * @param remark what a person may want to know beside it; may be empty
 */
public record Difference(
    String knob, String profile, String mark, String measured, String remark) {}
