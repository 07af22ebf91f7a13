package dev.kekkai.cli;

import dev.kekkai.cli.demo.DemoFailedException;
import dev.kekkai.client.ClientConfigException;
import dev.kekkai.client.ForbiddenException;
import dev.kekkai.client.KekSetRefusedException;
import dev.kekkai.client.KekUnavailableException;
import dev.kekkai.client.KeyServerUnavailableException;
import dev.kekkai.client.NotOpenedException;
import dev.kekkai.client.QuotaExceededException;
import dev.kekkai.client.UnauthenticatedException;
import dev.kekkai.config.pin.PinUnavailableException;
import dev.kekkai.config.problem.ConfigException;
import dev.kekkai.config.problem.Printable;
import dev.kekkai.cryptoki.ConnectionLostException;
import dev.kekkai.cryptoki.CryptokiException;
import dev.kekkai.cryptoki.LoginException;
import dev.kekkai.cryptoki.RestartRequiredException;
import dev.kekkai.cryptoki.SessionExhaustedException;
import dev.kekkai.cryptoki.TokenTimeoutException;
import dev.kekkai.cryptoki.TokenUnavailableException;
import dev.kekkai.dekstore.DekNotFoundException;
import dev.kekkai.dekstore.DekRowChangedException;
import dev.kekkai.dekstore.KekDisabledException;
import dev.kekkai.dekstore.KekMismatchException;
import dev.kekkai.dekstore.KekRefusedException;
import dev.kekkai.dekstore.KekRowChangedException;
import dev.kekkai.dekstore.KekStateException;
import dev.kekkai.dekstore.StoreChangedException;
import dev.kekkai.dekstore.StoreReadOnlyException;
import dev.kekkai.dekstore.column.ColumnException;
import dev.kekkai.formats.FieldDecryptionException;
import dev.kekkai.provider.keys.BadBlobException;
import dev.kekkai.provider.keys.DekExhaustedException;
import dev.kekkai.provider.keys.KeyNotFoundException;
import dev.kekkai.provider.keys.NotAdoptedException;
import dev.kekkai.provider.keys.UnfitKeyException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** From an exception to an exit code and a line on standard error. */
final class Failures {
  private Failures() {}

  static int exitCode(Throwable e) {
    if (e instanceof CliException c) {
      return c.exitCode();
    }
    if (e instanceof ConfigException || e instanceof ClientConfigException) {
      return ExitCode.USAGE;
    }
    if (e instanceof ColumnException c) {
      return exitCode(c.kind());
    }
    if (e instanceof KeyNotFoundException
        || e instanceof DekNotFoundException
        || e instanceof KekUnavailableException) {
      return ExitCode.NOT_FOUND;
    }
    if (isRefusal(e)) {
      return ExitCode.REFUSED;
    }
    if (e instanceof PinUnavailableException
        || e instanceof SessionExhaustedException
        || e instanceof KeyServerUnavailableException
        || isTokenLost(e)) {
      return ExitCode.TOKEN;
    }
    return ExitCode.FAILED;
  }

  /** Midway, when it has long been reached: also below what a store or a Cipher made of it. */
  private static boolean isTokenLost(Throwable e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof TokenUnavailableException
          || t instanceof TokenTimeoutException
          || t instanceof ConnectionLostException
          || t instanceof RestartRequiredException
          || t instanceof LoginException
          || (t instanceof CryptokiException c && c.isTokenGone())) {
        return true;
      }
    }
    return false;
  }

  private static int exitCode(ColumnException.Kind kind) {
    return switch (kind) {
      case SETUP -> ExitCode.USAGE;
      case REFUSED -> ExitCode.REFUSED;
      case FAILED -> ExitCode.FAILED;
    };
  }

  private static boolean isRefusal(Throwable e) {
    return e instanceof UnfitKeyException
        || e instanceof NotAdoptedException
        || e instanceof KekMismatchException
        || e instanceof KekRefusedException
        || e instanceof KekDisabledException
        || e instanceof KekRowChangedException
        || e instanceof KekStateException
        || e instanceof DekRowChangedException
        || e instanceof StoreChangedException
        || e instanceof StoreReadOnlyException
        || e instanceof BadBlobException
        || e instanceof DekExhaustedException
        || e instanceof FieldDecryptionException
        || e instanceof NotOpenedException
        || e instanceof ForbiddenException
        || e instanceof UnauthenticatedException
        || e instanceof QuotaExceededException
        || e instanceof KekSetRefusedException;
  }

  /**
   * What is said of it on a terminal. It is one line but where the message is a list of our own: a
   * token, a database or a server may have a word in it, and must not add lines, or hide some.
   */
  static String message(Throwable e) {
    String message = e.getMessage();
    if (message == null) {
      return e.getClass().getSimpleName();
    }
    boolean list =
        e instanceof ConfigException
            || e instanceof ClientConfigException
            || e instanceof ParameterException
            || e instanceof DemoFailedException;
    return list ? Printable.lines(message) : Printable.line(named(e, message));
  }

  private static String named(Throwable e, String message) {
    if (e instanceof AccessDeniedException) {
      return "No permission for " + message;
    }
    return e instanceof NoSuchFileException ? "There is no " + message : message;
  }

  static int report(CommandLine command, Throwable e, boolean debug) {
    return report(command, e, message(e), debug);
  }

  /** Of one file among several: its name is in the line once, also where the message has none. */
  static int report(CommandLine command, Throwable e, Path file, boolean debug) {
    String message = message(e);
    String name = Printable.line(file.toString());
    return report(command, e, message.contains(name) ? message : name + ": " + message, debug);
  }

  private static int report(CommandLine command, Throwable e, String message, boolean debug) {
    command.getErr().println("kekkai: " + message);
    if (debug) {
      print(command, e);
    }
    command.getErr().flush();
    return exitCode(e);
  }

  static int reportUsage(ParameterException e) {
    CommandLine command = e.getCommandLine();
    command.getErr().println("kekkai: " + message(e));
    command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'");
    command.getErr().flush();
    return ExitCode.USAGE;
  }

  private static void print(CommandLine command, Throwable e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      command.getErr().println(Printable.line(t == e ? t.toString() : "Caused by: " + t));
      for (StackTraceElement frame : t.getStackTrace()) {
        command.getErr().println("\tat " + frame);
      }
    }
  }
}
