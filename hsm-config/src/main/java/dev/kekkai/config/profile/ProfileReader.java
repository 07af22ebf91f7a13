package dev.kekkai.config.profile;

import dev.kekkai.config.settings.Parser;
import dev.kekkai.config.settings.Parsers;
import dev.kekkai.config.settings.Reading;
import dev.kekkai.config.settings.Settings;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Turns the knobs of a profile into an {@link HsmProfile}. Every knob must be there. */
final class ProfileReader {

  static final String MATCH = "match.";

  private static final String SOFTWARE_TOKEN = "softwareToken";
  private static final String TRANSIENT = "errors.transient";
  private static final int MAX_SKIP = 65_536;
  private static final String MISSING = "state it here or in a profile this one extends";

  private final Settings settings;

  ProfileReader(Settings settings) {
    this.settings = settings;
  }

  /** Whether a key says something of the profile rather than of the module, and has no mark. */
  static boolean isAboutTheProfile(String key) {
    return key.startsWith(MATCH) || key.equals(SOFTWARE_TOKEN);
  }

  HsmProfile read(String name, Map<String, MarkedValue> knobs) {
    Reading<Boolean> softwareToken = knob(SOFTWARE_TOKEN, ProfileWords.YES_NO);
    Supplier<Match> match = match();
    Supplier<Init> init = init();
    Supplier<Login> login = login();
    Supplier<Session> session = session();
    WrapReader wraps = new WrapReader(settings, MISSING);
    Supplier<Wrap> wrap = wraps.read();
    Reading<RsaKekUsage> rsaKek = knob("rsaKek.usage", ProfileWords.RSA_KEK);
    Reading<List<String>> hashes = knob("oaep.hashes", ProfileWords::hashes);
    Reading<PointEncoding> point = knob("ecdh.pointEncoding", ProfileWords.POINT);
    Reading<Boolean> readable = knob("ecdh.derivedReadable", ProfileWords.YES_NO);
    Supplier<Gcm> gcm = new GcmReader(settings, MISSING).read();
    Supplier<Templates> templates = new TemplateReader(settings, MISSING).read();
    Reading<SoftwareDekPath> path = knob("softwareDek.path", ProfileWords.SOFTWARE_DEK);
    Supplier<Errors> errors = errors();
    wraps.check(rsaKek, path);
    settings.refuseUnknown();
    settings.throwIfProblems("Profile '" + name + "'");
    return new HsmProfile(
        name,
        softwareToken.value(),
        match.get(),
        init.get(),
        login.get(),
        session.get(),
        wrap.get(),
        rsaKek.value(),
        new Oaep(hashes.value()),
        new Ecdh(point.value(), readable.value()),
        gcm.get(),
        templates.get(),
        path.value(),
        errors.get(),
        knobs);
  }

  private Supplier<Match> match() {
    Reading<String> manufacturer = settings.optional(MATCH + "manufacturer", text -> text, "");
    Reading<String> description = settings.optional(MATCH + "description", text -> text, "");
    Reading<String> model = settings.optional(MATCH + "model", text -> text, "");
    Reading<String> serial = settings.optional(MATCH + "serial", text -> text, "");
    Reading<VersionRange> firmware = versions("firmware");
    Reading<VersionRange> library = versions("libraryVersion");
    return () ->
        new Match(
            manufacturer.value(),
            description.value(),
            model.value(),
            serial.value(),
            firmware.value(),
            library.value());
  }

  private Reading<VersionRange> versions(String name) {
    return settings.optional(MATCH + name, VersionRange::parse, VersionRange.ANY);
  }

  private Supplier<Login> login() {
    Reading<LoginRule> required = knob("login.required", ProfileWords.LOGIN);
    Reading<PinFormat> format = knob("login.pinFormat", ProfileWords.PIN_FORMAT);
    return () -> new Login(required.value(), format.value());
  }

  private Supplier<Init> init() {
    Reading<Boolean> osLocking = knob("init.osLocking", ProfileWords.YES_NO);
    Reading<Boolean> finalizeOnClose = knob("init.finalizeOnClose", ProfileWords.YES_NO);
    Reading<Boolean> reinit = knob("init.reinit", ProfileWords.YES_NO);
    return () -> new Init(osLocking.value(), finalizeOnClose.value(), reinit.value());
  }

  private Supplier<Session> session() {
    Reading<Boolean> readWrite = knob("session.readWrite", ProfileWords.YES_NO);
    Reading<Integer> max = knob("session.max", Parsers.integer(0, Integer.MAX_VALUE));
    Reading<Integer> skip = knob("session.skip", Parsers.integer(0, MAX_SKIP));
    Reading<Integer> objects = knob("session.maxObjects", Parsers.integer(0, Integer.MAX_VALUE));
    return () -> new Session(readWrite.value(), max.value(), skip.value(), objects.value());
  }

  private Supplier<Errors> errors() {
    Reading<Set<Long>> authFail = knob("errors.authFail", ReturnCodes::parse);
    Reading<Boolean> keepsSession = knob("errors.keepsSession", ProfileWords.YES_NO);
    Reading<Set<Long>> lost = knob("errors.lost", ReturnCodes::parse);
    Reading<Set<Long>> repeatable = knob(TRANSIENT, ReturnCodes::parse);
    Reading<Map<Long, String>> names = knob("errors.names", ReturnCodes::names);
    Set<Long> away = lost.orNull();
    Set<Long> repeated = repeatable.orNull();
    if (away != null && repeated != null && !Collections.disjoint(away, repeated)) {
      settings.problem(
          TRANSIENT, null, "shares codes with errors.lost: a code can only be in one of them");
    }
    return () ->
        new Errors(
            authFail.value(),
            keepsSession.value(),
            lost.value(),
            repeatable.value(),
            names.value());
  }

  private <T> Reading<T> knob(String key, Parser<T> parser) {
    return settings.required(key, parser, MISSING);
  }
}
