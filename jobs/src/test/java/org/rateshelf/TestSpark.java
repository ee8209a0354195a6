package org.rateshelf;

import org.apache.spark.sql.SparkSession;
import org.rateshelf.lake.Sessions;

/** The one Spark session of all tests, small and quiet. */
public final class TestSpark {
  private TestSpark() {}

  private static final class Holder {
    static final SparkSession SESSION = open();
  }

  public static SparkSession session() {
    return Holder.SESSION;
  }

  private static SparkSession open() {
    // A session takes what is set here for its own, as it does from the launcher.
    System.setProperty("spark.master", "local[2]");
    System.setProperty("spark.ui.enabled", "false");
    System.setProperty("spark.driver.host", "localhost");
    System.setProperty("spark.driver.bindAddress", "127.0.0.1");
    System.setProperty("spark.sql.shuffle.partitions", "2");
    System.setProperty("spark.buffer.pageSize", "2m");
    System.setProperty("spark.databricks.delta.snapshotPartitions", "1");
    // Tests run many small plans once each: compiling, adapting and describing them costs more than
    // it saves, and keeping them for a page that nobody opens fills the heap.
    System.setProperty("spark.sql.codegen.wholeStage", "false");
    System.setProperty("spark.sql.codegen.factoryMode", "NO_CODEGEN");
    System.setProperty("spark.sql.adaptive.enabled", "false");
    System.setProperty("spark.sql.ui.explainMode", "simple");
    System.setProperty("spark.sql.debug.maxToStringFields", "1");
    System.setProperty("spark.sql.ui.retainedExecutions", "5");
    System.setProperty("spark.ui.retainedJobs", "5");
    System.setProperty("spark.ui.retainedStages", "5");
    System.setProperty("spark.sql.warehouse.dir", Scratch.folder("warehouse").toUri().toString());
    System.setProperty("derby.system.home", Scratch.folder("derby").toString());
    SparkSession session = Sessions.open();
    session.sparkContext().setLogLevel("ERROR");
    return session;
  }
}
