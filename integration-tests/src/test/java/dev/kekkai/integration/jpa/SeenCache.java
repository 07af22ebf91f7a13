package dev.kekkai.integration.jpa;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.boot.spi.SessionFactoryOptions;
import org.hibernate.cache.cfg.spi.DomainDataRegionBuildingContext;
import org.hibernate.cache.cfg.spi.DomainDataRegionConfig;
import org.hibernate.cache.spi.support.DomainDataStorageAccess;
import org.hibernate.cache.spi.support.RegionFactoryTemplate;
import org.hibernate.cache.spi.support.StorageAccess;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;

/** A second-level cache that shows what it holds. */
final class SeenCache extends RegionFactoryTemplate {
  private static final long serialVersionUID = 1L;

  private final transient Storage entities = new Storage();

  /** Everything that entities left here. */
  Map<Object, Object> entities() {
    return entities.values;
  }

  @Override
  protected DomainDataStorageAccess createDomainDataStorageAccess(
      DomainDataRegionConfig region, DomainDataRegionBuildingContext context) {
    return entities;
  }

  @Override
  protected StorageAccess createQueryResultsRegionStorageAccess(
      String region, SessionFactoryImplementor sessionFactory) {
    return new Storage();
  }

  @Override
  protected StorageAccess createTimestampsRegionStorageAccess(
      String region, SessionFactoryImplementor sessionFactory) {
    return new Storage();
  }

  @Override
  protected void prepareForUse(SessionFactoryOptions settings, Map<String, Object> configuration) {}

  @Override
  protected void releaseFromUse() {}

  private static final class Storage implements DomainDataStorageAccess {
    final Map<Object, Object> values = new ConcurrentHashMap<>();

    @Override
    public Object getFromCache(Object key, SharedSessionContractImplementor session) {
      return values.get(key);
    }

    @Override
    public void putIntoCache(Object key, Object value, SharedSessionContractImplementor session) {
      values.put(key, value);
    }

    @Override
    public boolean contains(Object key) {
      return values.containsKey(key);
    }

    @Override
    public void evictData() {
      values.clear();
    }

    @Override
    public void evictData(Object key) {
      values.remove(key);
    }

    @Override
    public void release() {
      values.clear();
    }
  }
}
