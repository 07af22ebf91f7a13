package dev.kekkai.provider.watch;

import dev.kekkai.provider.Operation;
import dev.kekkai.provider.Outcome;
import dev.kekkai.provider.Place;
import dev.kekkai.provider.bulk.MessageTooLongException;
import dev.kekkai.provider.event.FlightOperation;
import dev.kekkai.provider.keys.BadBlobException;
import javax.crypto.BadPaddingException;
import javax.crypto.IllegalBlockSizeException;
import org.jspecify.annotations.Nullable;

/** An operation under way that somebody watches; where nobody does there is none, but null. */
public final class Running {
  private final Watch watch;
  private final Operation what;
  private final Place place;
  private final @Nullable FlightOperation recorded;
  private final long began;

  Running(Watch watch, Operation what, Place place) {
    this.watch = watch;
    this.what = what;
    this.place = place;
    this.recorded = FlightOperation.begun();
    this.began = System.nanoTime();
  }

  /**
   * It was done.
   *
   * @param running what {@link Watch#start} returned
   */
  public static void ended(@Nullable Running running) {
    if (running != null) {
      running.ended(Outcome.OK);
    }
  }

  /**
   * It was not done.
   *
   * @param running what {@link Watch#start} returned
   * @param because why
   */
  public static void ended(@Nullable Running running, Throwable because) {
    if (running != null) {
      running.ended(isOfInput(because) ? Outcome.BAD_INPUT : Outcome.FAILED);
    }
  }

  private static boolean isOfInput(Throwable e) {
    return e instanceof BadBlobException
        || e instanceof MessageTooLongException
        || e instanceof BadPaddingException // a bad tag is one
        || e instanceof IllegalBlockSizeException;
  }

  private void ended(Outcome outcome) {
    long nanos = System.nanoTime() - began;
    if (recorded != null) {
      recorded.ended(watch.provider(), what, place, outcome);
    }
    watch.tell(l -> l.operation(what, place, outcome, nanos));
  }
}
