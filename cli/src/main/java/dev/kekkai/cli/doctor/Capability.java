package dev.kekkai.cli.doctor;

/**
 * Something that Kekkai would do with a token.
 *
 * @param name what it is; stable
 * @param title what it is, for people
 * @param possible whether this token can
 * @param how in which way, or why not
 * @param consequence what follows for whoever operates it; may be empty
 */
public record Capability(
    String name, String title, boolean possible, String how, String consequence) {}
