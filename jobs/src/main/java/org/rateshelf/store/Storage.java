package org.rateshelf.store;

import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.deploy.SparkHadoopUtil;

/**
 * How files are reached, by the driver and by tasks alike: as Spark was started, and as the lake's
 * own session says beyond that.
 */
public final class Storage {
  /** A property of Spark that goes with each job to its tasks. */
  private static final String BEYOND = "rateshelf.storage";

  private Storage() {}

  /** Has the jobs of this thread reach files by these settings. */
  public static void use(SparkContext spark, Configuration settings) {
    Configuration started = SparkHadoopUtil.get().conf();
    Map<String, String> beyond = new TreeMap<>();
    settings.forEach(
        setting -> {
          if (!setting.getValue().equals(started.getRaw(setting.getKey()))) {
            beyond.put(setting.getKey(), setting.getValue());
          }
        });
    StringBuilder lines = new StringBuilder();
    beyond.forEach((key, value) -> lines.append(key).append('=').append(value).append('\n'));
    spark.setLocalProperty(BEYOND, lines.toString());
  }

  /** The settings by which the caller reaches files. */
  public static Configuration settings() {
    TaskContext task = TaskContext.get();
    String beyond =
        task != null
            ? task.getLocalProperty(BEYOND)
            : SparkContext.getOrCreate().getLocalProperty(BEYOND);
    Configuration started = SparkHadoopUtil.get().conf();
    if (beyond == null || beyond.isEmpty()) {
      return started;
    }
    Configuration settings = new Configuration(started);
    for (String line : beyond.split("\n")) {
      int end = line.indexOf('=');
      settings.set(line.substring(0, end), line.substring(end + 1));
    }
    return settings;
  }
}
