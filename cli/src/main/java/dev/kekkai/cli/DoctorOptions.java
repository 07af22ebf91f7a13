package dev.kekkai.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What {@code kekkai doctor} is asked for.
 *
 * @param quick whether to leave out the other process and the probes
 * @param speed whether to measure speed and to open many sessions
 * @param json whether to print JSON instead of text
 * @param suggestion where to write a profile; null for nowhere
 */
record DoctorOptions(boolean quick, boolean speed, boolean json, @Nullable Path suggestion) {}
