package dev.kekkai.cryptoki;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Runs work on the sessions of whatever connection there is, on the caller's thread or another one,
 * and hears how it failed. Thread-safe.
 */
final class Lending {
  private final ConnectionPlace place;
  private final FailureRules rules;
  private final TokenListener listener;
  private final @Nullable Dispatcher dispatcher;

  Lending(
      ConnectionPlace place,
      FailureRules rules,
      TokenListener listener,
      @Nullable Dispatcher dispatcher) {
    this.place = place;
    this.rules = rules;
    this.listener = listener;
    this.dispatcher = dispatcher;
  }

  <T> T with(Token.Work<T> work) throws TokenException {
    return dispatcher == null ? lend(work) : dispatched(() -> lend(work));
  }

  private <T> T lend(Token.Work<T> work) throws TokenException {
    Connection connection = place.connection();
    SessionPool pool = connection.pool();
    PooledSession loan = borrow(connection, pool);
    boolean good = false;
    try {
      T result = work.on(loan.session());
      good = !loan.session().isSpoiled();
      return result;
    } catch (TokenException e) {
      good = heard(connection, e);
      throw e;
    } finally {
      pool.giveBack(loan, good);
    }
  }

  private PooledSession borrow(Connection connection, SessionPool pool) throws TokenException {
    try {
      return pool.borrow();
    } catch (TokenException e) {
      heard(connection, e);
      throw e;
    }
  }

  <T> T withReadWrite(Token.Work<T> work) throws TokenException {
    return dispatched(
        () -> {
          Connection connection = place.connection();
          try {
            PooledSession loan = connection.pool().borrowFresh(connection::openReadWrite);
            try {
              return work.on(loan.session());
            } finally {
              connection.pool().giveBack(loan, false);
            }
          } catch (TokenException e) {
            heard(connection, e);
            throw e;
          }
        });
  }

  <T> T withOwner(Token.Work<T> work) throws TokenException {
    return dispatched(
        () -> {
          Connection connection = place.connection();
          try {
            return connection.owner().with(work);
          } catch (TokenException e) {
            heard(connection, e);
            throw e;
          }
        });
  }

  TokenInfo tokenInfo() throws TokenException {
    return dispatched(
        () -> {
          Connection now = place.connection();
          return now.module().call(c -> c.C_GetTokenInfo(now.info().slot()));
        });
  }

  ModuleInfo moduleInfo() throws TokenException {
    return dispatched(() -> place.connection().module().call(Cryptoki::C_GetInfo));
  }

  void discard(ObjectHandle object) {
    if (dispatcher == null) {
      discardNow(object);
    } else {
      dispatcher.run(() -> discardNow(object));
    }
  }

  private void discardNow(ObjectHandle object) {
    Connection now = place.connectionOrNull();
    if (now != null && now.module().incarnation() == object.incarnation()) {
      now.owner().discard(object);
    }
  }

  private <T> T dispatched(Body<T> body) throws TokenException {
    if (dispatcher == null) {
      return body.run();
    }
    place.connection(); // a token that is away is waited for here: such a caller does not hang
    return dispatcher.call(
        new Dispatched.Body<T>() {
          @Override
          public T run() throws TokenException {
            return body.run();
          }

          @Override
          public void dropped(@Nullable T made) {
            throwAway(made);
          }
        });
  }

  /** What a call brings whose caller has left: an object in the token, or perhaps a key. */
  private void throwAway(@Nullable Object made) {
    if (made instanceof ObjectHandle object) {
      discardNow(object);
    } else if (made instanceof byte[] bytes) {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /** Returns whether the session on which it happened is still good. */
  private boolean heard(Connection connection, TokenException failure) {
    CryptokiException e = failure.answer();
    if (e == null) {
      if (failure instanceof ConnectionLostException) {
        place.suspect(connection, String.valueOf(failure.getMessage())); // another token ended it
      }
      return false;
    }
    rules.name(e);
    listener.failed(e.function(), e.returnValue());
    if (rules.isAboutInput(e)) {
      if (e.mayBeTrouble()) {
        place.doubt(connection, String.valueOf(e.getMessage()));
      }
      return rules.keepsSession(e);
    }
    if (rules.kind(e).isSuspicious()) {
      place.suspect(connection, String.valueOf(e.getMessage()));
    }
    return false;
  }

  private interface Body<T> {
    T run() throws TokenException;
  }
}
