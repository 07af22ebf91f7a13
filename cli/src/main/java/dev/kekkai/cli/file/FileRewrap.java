package dev.kekkai.cli.file;

import dev.kekkai.cli.CliException;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.formats.stream.StreamFormatException;
import dev.kekkai.formats.stream.StreamHeader;
import dev.kekkai.formats.stream.StreamRewrapper;
import dev.kekkai.provider.keys.DekHandle;
import dev.kekkai.provider.keys.KekRef;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.WrappedDek;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Wraps a file's DEK anew; nothing but the file's header is touched. */
public final class FileRewrap {
  private final FileDeks deks;
  private final @Nullable String to;

  /**
   * For files under one token's KEKs.
   *
   * @param deks opens and wraps their DEKs
   * @param to the name of the KEK to wrap under, or null for the one that a file is under
   */
  public FileRewrap(FileDeks deks, @Nullable String to) {
    this.deks = deks;
    this.to = to;
  }

  /**
   * Rewraps a file under the primary version. One that is under it already stays as it is, once its
   * DEK was opened, except that what an interrupted rewrap left in it is erased.
   *
   * @param file the encrypted file
   * @return what was done, for a person
   * @throws CliException when the file is no good stream
   * @throws TokenException when a KEK is missing or unfit, or the token in trouble
   * @throws IOException when the file can't be read or written
   */
  public String rewrap(Path file) throws CliException, TokenException, IOException {
    FileTrouble.requireFile(file, "");
    return FileTrouble.naming(
        file,
        () -> {
          StreamRewrapper rewrapper = StreamRewrapper.with(deks.provider());
          StreamHeader header = header(file);
          KekRef from = KekRef.parse(header.wrapped().kek());
          TokenKey under = deks.primary(to == null ? from.name() : to);
          if (under.ref().equals(from)) {
            try (DekHandle dek = deks.open(header.wrapped())) {
              return rewrapper.eraseOld(file, header, deks.key(dek))
                  ? "Finished the rewrap of " + file + " to " + from
                  : file + " is under " + from + " already";
            }
          }
          WrappedDek fresh = deks.rewrap(header.wrapped(), under);
          try (DekHandle dek = deks.open(fresh, under)) {
            rewrapper.rewrap(file, header, FileDeks.inFile(fresh), deks.key(dek));
          }
          return "Rewrapped " + file + " from " + from + " to " + under.ref();
        });
  }

  private static StreamHeader header(Path file) throws IOException, StreamFormatException {
    try (InputStream in = Files.newInputStream(file)) {
      return StreamHeader.read(in);
    }
  }
}
