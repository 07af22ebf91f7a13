package dev.kekkai.integration.jpa;

import dev.kekkai.dekstore.Keyring;
import org.hibernate.resource.beans.container.spi.BeanContainer;
import org.hibernate.resource.beans.container.spi.ContainedBean;
import org.hibernate.resource.beans.spi.BeanInstanceProducer;

/** Makes converters with the keyring, and leaves everything else to Hibernate. */
record Beans(Keyring keyring) implements BeanContainer {
  @Override
  public <B> ContainedBean<B> getBean(
      Class<B> type, LifecycleOptions options, BeanInstanceProducer fallback) {
    B bean =
        type == HintConverter.class
            ? type.cast(new HintConverter(keyring))
            : fallback.produceBeanInstance(type);
    return new ContainedBean<>() {
      @Override
      public B getBeanInstance() {
        return bean;
      }

      @Override
      public Class<B> getBeanClass() {
        return type;
      }
    };
  }

  @Override
  public <B> ContainedBean<B> getBean(
      String name, Class<B> type, LifecycleOptions options, BeanInstanceProducer fallback) {
    return getBean(type, options, fallback);
  }

  @Override
  public void stop() {}
}
