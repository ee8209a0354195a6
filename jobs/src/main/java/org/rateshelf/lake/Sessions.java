package org.rateshelf.lake;

import static org.apache.hadoop.fs.CommonConfigurationKeys.FS_PERMISSIONS_UMASK_KEY;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.mapred.JobConf;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/** The Spark session of a command: what the product's meaning needs, and nothing of the machine. */
public final class Sessions {
  private static final String OTHERS_STAY_OUT = "027";

  private static final Set<String> NOT_OF_FILES = Set.of("yarn-default.xml", "mapred-default.xml");

  private Sessions() {}

  /** The session that is there, or a new one as the launcher's properties say. */
  public static SparkSession open() {
    Option<SparkSession> open = SparkSession.getDefaultSession();
    return open.isDefined() && !open.get().sparkContext().isStopped() ? open.get() : begin();
  }

  private static SparkSession begin() {
    Map<String, String> needed = new TreeMap<>();
    needed.put("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension");
    needed.put(
        "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog");
    needed.put("spark.sql.session.timeZone", "UTC");
    // Else each commit lists all files of its table once more, for a checksum file to repeat them.
    needed.put("spark.databricks.delta.allFilesInCrc.enabled", "false");
    // To note the least and greatest of each column took longer than to write it; a reader skips
    // files by the first of them, which name the day and the product.
    needed.put("spark.databricks.delta.properties.defaults.dataSkippingNumIndexedCols", "4");
    // Else each expression looks through the stack for the line of code that made it.
    needed.put("spark.sql.dataFrameQueryContext.enabled", "false");
    // Rows go between tasks as arrays of plain values.
    needed.put("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
    needed.put("spark.kryo.referenceTracking", "false");
    // Else each row that goes names their classes.
    needed.put(
        "spark.kryo.classesToRegister",
        "[Ljava.lang.Object;,java.util.ArrayList,java.time.LocalDate,java.math.BigDecimal");
    // Hadoop sets the rights of what it writes itself, whatever the umask of the process says.
    needed.put("spark.hadoop." + FS_PERMISSIONS_UMASK_KEY, OTHERS_STAY_OUT);
    // Else Delta cuts a table's log after thirty days, and with it the version that is published,
    // and after seven no Spark goes back to a version that is not the last.
    needed.put("spark.databricks.delta.properties.defaults.enableExpiredLogCleanup", "false");
    needed.put(
        "spark.databricks.delta.properties.defaults.logRetentionDuration", "interval 5200 weeks");
    needed.put(
        "spark.databricks.delta.properties.defaults.deletedFileRetentionDuration",
        "interval 5200 weeks");
    // A run goes back to what is published, however short a time somebody has set to make room.
    needed.put(
        "spark.databricks.delta.vacuum.enforceTimeTravelWithinDeletedFileRetentionDuration",
        "false");
    SparkSession.Builder builder = SparkSession.builder().appName("rateshelf");
    needed.forEach(builder::config);
    SparkSession session = builder.getOrCreate();
    Configuration settings = session.sparkContext().hadoopConfiguration();
    keepOthersOut(settings);
    sendLess(settings);
    return session;
  }

  /** The file system that is there may be older than the session: spark-submit looks for files. */
  private static void keepOthersOut(Configuration settings) {
    try {
      FileSystem.get(URI.create("file:///"), settings)
          .getConf()
          .set(FS_PERMISSIONS_UMASK_KEY, OTHERS_STAY_OUT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Hadoop's settings go with each stage to each task, and each is packed by itself. Most are what
   * YARN and MapReduce take for granted, for which nobody asks who reads and writes files.
   */
  private static void sendLess(Configuration settings) {
    // It loads these defaults; if that happened later, all settings would be read anew.
    new JobConf(false);
    List<String> unused = new ArrayList<>();
    for (Map.Entry<String, String> setting : settings) {
      String[] sources = settings.getPropertySources(setting.getKey());
      if (sources != null && NOT_OF_FILES.containsAll(Set.of(sources))) {
        unused.add(setting.getKey());
      }
    }
    unused.forEach(settings::unset);
  }
}
