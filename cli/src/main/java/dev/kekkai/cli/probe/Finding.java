package dev.kekkai.cli.probe;

/**
 * One thing that was found out about a token. Immutable.
 *
 * @param name a knob of profiles, such as {@code gcm.ivSource}, or a name of doctor's own; stable
 * @param value what was found; for a knob as a profile would state it
 * @param remark what a person may want to know beside the value; may be empty
 * @param isKnob whether {@code name} is a knob, and {@code value} fit for a profile
 */
public record Finding(String name, String value, String remark, boolean isKnob) {}
