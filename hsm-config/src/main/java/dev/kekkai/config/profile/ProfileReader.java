package dev.kekkai.config.profile;

import dev.kekkai.config.settings.Parser;
import dev.kekkai.config.settings.Parsers;
import dev.kekkai.config.settings.Reading;
import dev.kekkai.config.settings.Settings;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
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

  HsmProfile read(String name, Map<String, Mark> marks) {
    Reading<Boolean> softwareToken = knob(SOFTWARE_TOKEN, ProfileWords.YES_NO);
    Supplier<Match> match = match();
    Supplier<Init> init = init();
    Reading<LoginRule> login = knob("login.required", ProfileWords.LOGIN);
    Supplier<Session> session = session();
    Supplier<Wrap> wrap = wrap();
    Reading<RsaKekUsage> rsaKek = knob("rsaKek.usage", ProfileWords.RSA_KEK);
    Reading<List<String>> hashes = knob("oaep.hashes", ProfileWords::hashes);
    Reading<PointEncoding> point = knob("ecdh.pointEncoding", ProfileWords.POINT);
    Reading<Boolean> readable = knob("ecdh.derivedReadable", ProfileWords.YES_NO);
    Supplier<Gcm> gcm = gcm();
    Supplier<Templates> templates = new TemplateReader(settings, MISSING).read();
    Reading<SoftwareDekPath> path = knob("softwareDek.path", ProfileWords.SOFTWARE_DEK);
    Supplier<Errors> errors = errors();
    settings.refuseUnknown();
    settings.throwIfProblems("Profile '" + name + "'");
    return new HsmProfile(
        name,
        softwareToken.value(),
        match.get(),
        init.get(),
        login.value(),
        session.get(),
        wrap.get(),
        rsaKek.value(),
        new Oaep(hashes.value()),
        new Ecdh(point.value(), readable.value()),
        gcm.get(),
        templates.get(),
        path.value(),
        errors.get(),
        marks);
  }

  private Supplier<Match> match() {
    Reading<String> manufacturer = settings.optional(MATCH + "manufacturer", text -> text, "");
    Reading<String> description = settings.optional(MATCH + "description", text -> text, "");
    Reading<String> model = settings.optional(MATCH + "model", text -> text, "");
    return () -> new Match(manufacturer.value(), description.value(), model.value());
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
    return () -> new Session(readWrite.value(), max.value(), skip.value());
  }

  private Supplier<Errors> errors() {
    Reading<Set<Long>> authFail = knob("errors.authFail", ReturnCodes::parse);
    Reading<Boolean> keepsSession = knob("errors.keepsSession", ProfileWords.YES_NO);
    Reading<Set<Long>> lost = knob("errors.lost", ReturnCodes::parse);
    Reading<Set<Long>> repeatable = knob(TRANSIENT, ReturnCodes::parse);
    Set<Long> away = lost.orNull();
    Set<Long> repeated = repeatable.orNull();
    if (away != null && repeated != null && !Collections.disjoint(away, repeated)) {
      settings.problem(
          TRANSIENT, null, "shares codes with errors.lost: a code can only be in one of them");
    }
    return () ->
        new Errors(authFail.value(), keepsSession.value(), lost.value(), repeatable.value());
  }

  private Supplier<Wrap> wrap() {
    Reading<OptionalLong> rfc3394 = knob("wrap.rfc3394", ProfileWords::mechanism);
    Reading<OptionalLong> rfc5649 = knob("wrap.rfc5649", ProfileWords::mechanism);
    Reading<IvParam> ivParam = knob("wrap.ivParam", ProfileWords.IV_PARAM);
    return () -> new Wrap(rfc3394.value(), rfc5649.value(), ivParam.value());
  }

  private Supplier<Gcm> gcm() {
    Reading<OptionalLong> mechanism = knob("gcm.mechanism", ProfileWords::mechanism);
    Reading<IvSource> ivSource = knob("gcm.ivSource", ProfileWords.IV_SOURCE);
    Reading<Integer> maxBytes = knob("gcm.maxBytes", Parsers.integer(0, Integer.MAX_VALUE));
    Reading<Boolean> multipart = knob("gcm.multipart", ProfileWords.YES_NO);
    return () -> new Gcm(mechanism.value(), ivSource.value(), maxBytes.value(), multipart.value());
  }

  private <T> Reading<T> knob(String key, Parser<T> parser) {
    return settings.required(key, parser, MISSING);
  }
}
