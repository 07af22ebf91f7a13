package dev.kekkai.provider.concurrent;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * A place for one user at a time. Who finds it taken goes elsewhere; nobody waits. Entering sees
 * what the last one who left has written. It shares no cache line with another lane.
 */
public final class Lane {
  private static final int FREE = 0;
  private static final int BUSY = 1;
  private static final int RETIRED = 2;

  /** Two lines of 64 bytes on either side, as CPUs fetch them in pairs. */
  private static final int PADDING = 32;

  private static final int STATE = PADDING;
  private static final int LEFT = PADDING + 1;
  private static final int VISITS = PADDING + 2;

  private final AtomicIntegerArray cell = new AtomicIntegerArray(2 * PADDING);

  /**
   * A lane that its maker has entered, or one that is retired from the start.
   *
   * @param entered whether its maker is in it
   */
  public Lane(boolean entered) {
    cell.setRelease(STATE, entered ? BUSY : RETIRED);
  }

  /**
   * Goes in, unless somebody is in it or it is retired.
   *
   * @return whether the caller is in it now, and has to leave it
   */
  public boolean enter() {
    return cell.getAcquire(STATE) == FREE && cell.compareAndSet(STATE, FREE, BUSY);
  }

  /**
   * Leaves.
   *
   * @return false when it was retired meanwhile, which is told to this one caller only
   */
  public boolean leave() {
    return cell.getAndAdd(STATE, -BUSY) == BUSY;
  }

  /** Leaves a lane that nobody ever retires. */
  public void leaveForNext() {
    cell.setRelease(STATE, FREE);
  }

  /**
   * Lets nobody in any more.
   *
   * @return whether somebody is still in it, whose {@link #leave} then returns false
   */
  public boolean retire() {
    return cell.getAndUpdate(STATE, state -> state | RETIRED) == BUSY;
  }

  /**
   * Whether nobody gets in any more.
   *
   * @return true for good once it was retired
   */
  public boolean isRetired() {
    return (cell.getAcquire(STATE) & RETIRED) != 0;
  }

  /**
   * A number that whoever is in it may keep here.
   *
   * @return 0 at first; others may read it while it changes
   */
  public int left() {
    return cell.getPlain(LEFT);
  }

  /**
   * Sets the number; for whoever is in it.
   *
   * @param number the new one
   */
  public void setLeft(int number) {
    cell.setPlain(LEFT, number);
  }

  /**
   * Counts a visit; for whoever is in it.
   *
   * @return how many there were before
   */
  public int visit() {
    int before = cell.getPlain(VISITS);
    cell.setPlain(VISITS, before + 1);
    return before;
  }
}
