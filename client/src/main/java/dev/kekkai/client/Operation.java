package dev.kekkai.client;

/**
 * What can be asked for items.
 *
 * @param path where, for one item; batches go to {@code /batch} below it
 * @param kind how an answer is read
 * @param <T> what it brings
 */
record Operation<T>(String path, AnswerFields.Kind<T> kind) {

  static final Operation<Opened> OPEN = new Operation<>("/v1/decrypt", AnswerFields::opened);
  static final Operation<Resealed> RESEAL = new Operation<>("/v1/reseal", AnswerFields::resealed);
}
