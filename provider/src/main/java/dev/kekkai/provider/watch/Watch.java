package dev.kekkai.provider.watch;

import dev.kekkai.config.KekkaiConfig;
import dev.kekkai.cryptoki.RecoveryLevel;
import dev.kekkai.cryptoki.TokenListener;
import dev.kekkai.cryptoki.TokenState;
import dev.kekkai.provider.KekkaiListener;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.Operation;
import dev.kekkai.provider.Place;
import dev.kekkai.provider.event.FlightEvents;
import dev.kekkai.provider.event.FlightOperation;
import dev.kekkai.provider.keys.KekRef;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands on what happens in one provider to its listeners and to Flight Recorder. While nobody
 * watches, an operation costs two reads here: no clock is asked and nothing is allocated.
 * Thread-safe.
 */
public final class Watch implements TokenListener {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

  private final String provider;
  private final FlightEvents flight;
  private final List<KekkaiListener> listeners = new CopyOnWriteArrayList<>();

  /** Classes of listeners that have thrown something, each of which is logged once. */
  private final Set<String> thrown = ConcurrentHashMap.newKeySet();

  /**
   * For one provider; nobody listens yet.
   *
   * @param provider its name
   */
  public Watch(String provider) {
    this.provider = provider;
    this.flight = new FlightEvents(provider);
  }

  /**
   * For the provider of a configuration.
   *
   * @param config the configuration, whose name the provider bears
   * @return a new one
   */
  public static Watch of(KekkaiConfig config) {
    return new Watch(
        config.name() == null ? KekkaiProvider.NAME : KekkaiProvider.NAME + "-" + config.name());
  }

  /**
   * Whose events these are.
   *
   * @return the provider's name
   */
  public String provider() {
    return provider;
  }

  /**
   * Adds a listener, unless it is there already.
   *
   * @param listener hears of everything from now on
   */
  public void add(KekkaiListener listener) {
    synchronized (listeners) {
      if (!listeners.contains(listener)) {
        listeners.add(listener);
      }
    }
  }

  /**
   * Removes a listener; calls under way on other threads may still reach it.
   *
   * @param listener one that was added, or nothing happens
   */
  public void remove(KekkaiListener listener) {
    synchronized (listeners) {
      listeners.remove(listener);
    }
  }

  /**
   * Whether anybody wants to hear of single operations.
   *
   * @return false when there is neither a listener nor a recording for them
   */
  public boolean isOn() {
    return !listeners.isEmpty() || FlightOperation.isOn();
  }

  /**
   * An operation begins.
   *
   * @param what what was asked for
   * @param place where it will run
   * @return to be given to {@link Running#ended}; null when nobody watches
   */
  public @Nullable Running start(Operation what, Place place) {
    return isOn() ? new Running(this, what, place) : null;
  }

  /**
   * Runs an operation, and tells how it went.
   *
   * @param <T> what it returns
   * @param <X> what it throws
   * @param what what was asked for
   * @param place where it runs
   * @param call does it
   * @return what the call returned
   * @throws X what the call threw
   */
  public <T, X extends Exception> T timed(Operation what, Place place, Call<T, X> call) throws X {
    Running running = start(what, place);
    try {
      T result = call.run();
      Running.ended(running);
      return result;
    } catch (Throwable e) {
      Running.ended(running, e);
      throw e;
    }
  }

  /**
   * A DEK's use budget passes a threshold.
   *
   * @param kek the KEK of the DEK
   * @param percent the threshold
   * @param used uses taken
   * @param max uses there are in all
   */
  public void budget(KekRef kek, int percent, long used, long max) {
    flight.budget(kek, percent, used, max);
    tell(l -> l.budget(kek, percent, used, max));
  }

  @Override
  public void failed(String function, long returnValue) {
    flight.failed(function, returnValue);
    tell(l -> l.failed(function, returnValue));
  }

  @Override
  public void waited(long nanos, boolean got) {
    flight.waited(nanos, got);
    tell(l -> l.waited(nanos, got));
  }

  @Override
  public void changed(TokenState from, TokenState to, String reason) {
    flight.changed(from, to, reason);
    tell(l -> l.changed(from, to, reason));
  }

  @Override
  public void recovered(RecoveryLevel level, int attempts, Duration outage) {
    flight.recovered(level, attempts, outage);
    tell(l -> l.recovered(level, attempts, outage));
  }

  @Override
  public void quarantined(int hanging) {
    flight.quarantined(hanging);
    tell(l -> l.quarantined(hanging));
  }

  @Override
  public void kept(String borrower, Duration lent) {
    flight.kept(borrower, lent);
    tell(l -> l.kept(borrower, lent));
  }

  /** Whatever a listener throws, even an Error of a library that is missing: work goes on. */
  void tell(Consumer<KekkaiListener> event) {
    for (KekkaiListener listener : listeners) {
      try {
        event.accept(listener);
      } catch (Throwable e) {
        complain(listener, e);
      }
    }
  }

  private void complain(KekkaiListener listener, Throwable e) {
    String name = listener.getClass().getName();
    if (thrown.add(name)) {
      LOG.warn(
          "Ignoring what the listener {} of {} throws, from now on silently", name, provider, e);
    }
  }

  /**
   * An operation.
   *
   * @param <T> what it returns
   * @param <X> what it throws
   */
  public interface Call<T, X extends Exception> {
    /**
     * Does it.
     *
     * @return the result
     * @throws X when it fails
     */
    T run() throws X;
  }
}
