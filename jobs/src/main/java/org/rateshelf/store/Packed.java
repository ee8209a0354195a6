package org.rateshelf.store;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import org.apache.spark.SparkEnv;
import scala.reflect.ClassTag$;

/**
 * What the driver hands to a task and a task to the driver, packed as Spark packs a task itself.
 */
public final class Packed {
  private Packed() {}

  public static byte[] of(Serializable result) {
    ByteBuffer packed =
        SparkEnv.get()
            .closureSerializer()
            .newInstance()
            .serialize(result, ClassTag$.MODULE$.apply(Object.class));
    byte[] bytes = new byte[packed.remaining()];
    packed.get(bytes);
    return bytes;
  }

  /** Things to do, each for a task that unpacks it. */
  public static List<byte[]> all(Collection<? extends Serializable> things) {
    return things.stream().map(Packed::of).toList();
  }

  @SuppressWarnings("unchecked")
  public static <T> T unpack(byte[] bytes) {
    return (T)
        SparkEnv.get()
            .closureSerializer()
            .newInstance()
            .deserialize(
                ByteBuffer.wrap(bytes),
                Thread.currentThread().getContextClassLoader(),
                ClassTag$.MODULE$.apply(Object.class));
  }
}
