package dev.kekkai.keyserver.config;

import dev.kekkai.config.Environment;
import dev.kekkai.config.pin.PinSource;
import dev.kekkai.keyserver.db.DatabaseSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The sections {@code tls} and {@code database}. */
final class ServiceReader {
  private static final String PASSWORD_FORMS = "must be file:PATH or env:NAME";

  private final Keys keys;
  private final Parse parse;

  ServiceReader(Keys keys, Parse parse) {
    this.keys = keys;
    this.parse = parse;
  }

  Optional<TlsSettings> tls(Environment environment) {
    Keys tls = keys.section("tls");
    Optional<Path> clientCa =
        tls.required(
            "client-ca",
            "give a PEM file with the authorities of the clients' certificates",
            parse::file);
    Duration reload =
        tls.optional("reload", Parse.duration("1s", "1d")).orElse(Duration.ofSeconds(10));
    Optional<TlsSettings.Identity> identity =
        tls.has("pkcs12") ? pkcs12(tls, environment) : pem(tls);
    tls.end();
    return clientCa.isPresent() && identity.isPresent()
        ? Optional.of(new TlsSettings(identity.get(), clientCa.get(), reload))
        : Optional.empty();
  }

  private Optional<TlsSettings.Identity> pem(Keys tls) {
    Optional<Path> certificate =
        tls.required(
            "certificate",
            "give a PEM file with the server's certificate, or a file in pkcs12",
            parse::file);
    Optional<Path> key =
        tls.required("key", "give a PEM file with the certificate's private key", parse::file);
    return certificate.isPresent() && key.isPresent()
        ? Optional.of(new TlsSettings.Pem(certificate.get(), key.get()))
        : Optional.empty();
  }

  private Optional<TlsSettings.Identity> pkcs12(Keys tls, Environment environment) {
    Optional<Path> file = tls.optional("pkcs12", parse::file);
    if (!tls.has("password")) {
      tls.problem("password", null, "is missing: say where it is, file:PATH or env:NAME");
    }
    Optional<PinSource> password = password(tls, environment);
    return file.isPresent() && password.isPresent()
        ? Optional.of(new TlsSettings.Pkcs12(file.get(), password.get()))
        : Optional.empty();
  }

  Optional<DatabaseSettings> database(Environment environment) {
    Keys database = keys.section("database");
    if (!database.has("url")) {
      database.problem("url", null, "is missing: give jdbc:postgresql://HOST/DATABASE");
    }
    Optional<String> url = database.unseen("url", text -> text);
    Optional<String> user = database.required("user", "say whom to connect as", text -> text);
    Optional<PinSource> password = password(database, environment);
    int connections =
        database.number("connections", 2, 1_000, DatabaseSettings.DEFAULT_CONNECTIONS);
    Duration connect =
        database
            .optional("connect-timeout", Parse.duration("250ms", "1m"))
            .orElse(DatabaseSettings.DEFAULT_CONNECT_TIMEOUT);
    Duration statement =
        database
            .optional("statement-timeout", Parse.duration("100ms", "1m"))
            .orElse(DatabaseSettings.DEFAULT_STATEMENT_TIMEOUT);
    Duration socket =
        database
            .optional("socket-timeout", Parse.duration("1s", "2m"))
            .orElse(DatabaseSettings.DEFAULT_SOCKET_TIMEOUT);
    database.end();
    if (url.isEmpty() || user.isEmpty()) {
      return Optional.empty();
    }
    return database.made(
        () ->
            new DatabaseSettings(
                url.get(),
                user.get(),
                password.orElse(null),
                environment,
                connections,
                connect,
                statement,
                socket));
  }

  private Optional<PinSource> password(Keys section, Environment environment) {
    Optional<PinSource> source = section.unseen("password", this::source);
    if (environment == Environment.PRODUCTION
        && source.filter(PinSource.Env.class::isInstance).isPresent()) {
      section.problem(
          "password",
          null,
          "environment = production refuses passwords from the environment: use file:PATH");
    }
    return source;
  }

  private PinSource source(String text) {
    if (!text.startsWith("file:") && !text.startsWith("env:")) {
      throw new IllegalArgumentException(PASSWORD_FORMS + " (never the password itself)");
    }
    return PinSource.parse(text, parse.path("."));
  }
}
