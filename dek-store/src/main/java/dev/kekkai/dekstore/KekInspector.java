package dev.kekkai.dekstore;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.KekRef;
import dev.kekkai.provider.keys.KeyNotFoundException;
import dev.kekkai.provider.keys.UnfitKeyException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every KEK version of a store for whoever audits it: is the row as it was written, and
 * does the key on the token open its canary. Changes nothing, in the store nor on the token, and
 * sets nothing up. What a restored backup took away is not noticed here; keyrings do that.
 */
public final class KekInspector {
  private final KekCatalog catalog;
  private final TagKey tagKey;
  private final KekProof proof;

  /**
   * Over one token and one store.
   *
   * @param provider a configured provider
   * @param catalog the KEKs that the store knows
   */
  public KekInspector(KekkaiProvider provider, KekCatalog catalog) {
    this.catalog = catalog;
    this.tagKey = new TagKey(provider, catalog.deks(), catalog);
    this.proof = new KekProof(provider);
  }

  /**
   * Looks at all of them, also when one can't be checked: its trouble must not hide what is wrong
   * with another.
   *
   * @return in order of name and version; empty when the store has none
   * @throws TokenException when the key of the row tags can't be used, so that no row can be
   *     checked
   * @throws StoreException when the store can't be read
   */
  public List<KekInspection> inspect() throws TokenException {
    List<KekRecord> rows = catalog.list();
    Optional<RowTags> tags =
        rows.isEmpty() || catalog.deks().identity().isEmpty()
            ? Optional.empty()
            : Optional.of(tagKey.unguarded());
    Map<KekRef, Long> deks = catalog.deks().countByKek();
    List<KekInspection> inspections = new ArrayList<>();
    for (KekRecord row : rows) {
      inspections.add(inspect(row, tags.orElse(null), deks.getOrDefault(row.ref(), 0L)));
    }
    return inspections;
  }

  private KekInspection inspect(KekRecord row, @Nullable RowTags tags, long deks) {
    try {
      if (tags == null) {
        throw KekRowChangedException.untagged(row);
      }
      tags.verified(row);
      if (row.state() == KekState.DESTROYED) {
        return new KekInspection(row, CanaryState.DESTROYED, "", deks);
      }
      proof.prove(row);
      return new KekInspection(row, CanaryState.OPENS, "", deks);
    } catch (KekRowChangedException e) {
      return new KekInspection(row, CanaryState.CHANGED_ROW, text(e), deks);
    } catch (KekMismatchException | KekRefusedException e) {
      return new KekInspection(row, CanaryState.WRONG, text(e), deks);
    } catch (KeyNotFoundException e) {
      return new KekInspection(row, CanaryState.NO_KEY, text(e), deks);
    } catch (UnfitKeyException e) {
      return new KekInspection(row, CanaryState.UNFIT, text(e), deks);
    } catch (TokenException e) { // trouble of the token's, or two keys of one label
      return new KekInspection(row, CanaryState.NOT_CHECKED, text(e), deks);
    }
  }

  private static String text(Exception e) {
    return String.valueOf(e.getMessage());
  }
}
