package dev.kekkai.config.profile;

import dev.kekkai.config.settings.PropertiesText;
import dev.kekkai.config.settings.Settings;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Reads a profile and, through {@code extends}, the ones it builds on. */
final class ProfileFile {

  private static final String EXTENDS = "extends";
  private static final String ENDING = ".properties";

  /** Text of a profile by name. */
  private final UnaryOperator<String> source;

  private final List<PropertiesText> texts = new ArrayList<>();
  private final List<String> chain = new ArrayList<>();

  private ProfileFile(UnaryOperator<String> source) {
    this.source = source;
  }

  /** Reads one of the profiles in this library. */
  static HsmProfile load(String name) {
    return load(name, BuiltInProfiles::text);
  }

  /** Whether a text is the path of a profile's file, and not the name of one in this library. */
  static boolean isPath(String text) {
    return text.endsWith(ENDING) || text.contains("/");
  }

  /**
   * Reads somebody's own profile. What it extends is one in this library, or a file beside it.
   *
   * @throws IllegalArgumentException when a file can't be read, or profiles extend each other
   */
  static HsmProfile load(Path file) {
    Path path = file.toAbsolutePath();
    return load(path.toString(), name -> other(path, name));
  }

  /** Reads a text that is in no file yet; it may extend what {@link #load(Path)} finds. */
  static void check(String name, String text) {
    load(name, other -> other.equals(name) ? text : other(Path.of(""), other));
  }

  private static String other(Path file, String name) {
    return isPath(name)
        ? OwnProfileText.read(file.resolveSibling(name))
        : BuiltInProfiles.text(name);
  }

  /** Reads a profile whose text, and that of its ancestors, comes from {@code source}. */
  static HsmProfile load(String name, UnaryOperator<String> source) {
    ProfileFile file = new ProfileFile(source);
    Map<String, String> merged = file.merge(name);
    MarkedValues marked = MarkedValues.of(merged);
    Settings settings = new Settings(marked.values());
    file.texts.forEach(text -> text.reportDuplicates(settings));
    marked.reportUnmarked(settings);
    return new ProfileReader(settings).read(name, marked.knobs());
  }

  private Map<String, String> merge(String name) {
    if (chain.contains(name)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "Profile '%s' extends itself, by way of %s", name, chain));
    }
    chain.add(name);
    PropertiesText text = parse(name, source.apply(name));
    texts.add(text);
    Map<String, String> own = new LinkedHashMap<>(text.values());
    String parent = own.remove(EXTENDS);
    if (parent == null) {
      return own;
    }
    Map<String, String> merged = merge(parent.strip());
    // A profile for one module says nothing of which other modules its children are for.
    merged.keySet().removeIf(key -> key.startsWith(ProfileReader.MATCH));
    merged.putAll(own);
    return merged;
  }

  private static PropertiesText parse(String name, String text) {
    try {
      return PropertiesText.read(new StringReader(text));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Profile '%s' has a malformed \\u escape: write \\u and four hexadecimal digits",
              name),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
