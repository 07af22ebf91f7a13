package dev.kekkai.config.profile;

import dev.kekkai.config.problem.ConfigException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a profile that extends another one, for {@code profile = FILE}. For one thread. */
public final class ProfileText {
  private static final String NAME = "the profile written";

  private final String parent;
  private final List<String> remarks = new ArrayList<>();
  private final Map<String, String> lines = new LinkedHashMap<>();

  private ProfileText(String parent) {
    this.parent = parent;
  }

  /**
   * Starts one.
   *
   * @param parent name of a profile in this library, or absolute path of a file with one
   * @return a profile that says nothing of its own yet
   */
  public static ProfileText extending(String parent) {
    return new ProfileText(parent);
  }

  /**
   * Adds a comment at the beginning.
   *
   * @param remark one line
   * @return this
   */
  public ProfileText remark(String remark) {
    remarks.add("# " + oneLine(remark));
    return this;
  }

  /**
   * States the token that it is for: the profile is refused on any other.
   *
   * @param module what module and token say of themselves
   * @return this
   */
  public ProfileText measuredOn(ModuleFacts module) {
    match("serial", module.serial());
    match("firmware", "= " + module.firmware());
    match("libraryVersion", "= " + module.libraryVersion());
    return this;
  }

  private void match(String name, String value) {
    if (!value.isBlank()) {
      lines.put(ProfileReader.MATCH + name, value);
    }
  }

  /**
   * States a knob.
   *
   * @param knob its name
   * @param value its value and mark
   * @return this
   */
  public ProfileText state(String knob, MarkedValue value) {
    lines.put(knob, value.toString());
    return this;
  }

  /**
   * The whole file. It has been read again before anybody gets it.
   *
   * @return text in UTF-8, in the syntax of java.util.Properties
   * @throws ConfigException with all that is wrong with what was stated
   * @throws IllegalArgumentException if the parent is none
   */
  public String text() {
    StringBuilder text = new StringBuilder();
    remarks.forEach(remark -> text.append(remark).append('\n'));
    text.append("extends = ").append(escaped(parent)).append('\n');
    lines.forEach(
        (key, value) -> text.append(key).append(" = ").append(escaped(value)).append('\n'));
    String written = text.toString();
    ProfileFile.check(NAME, written);
    return written;
  }

  private static String escaped(String value) {
    return oneLine(value).replace("\\", "\\\\");
  }

  private static String oneLine(String text) {
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("A line of a profile has no control characters");
    }
    return text;
  }
}
