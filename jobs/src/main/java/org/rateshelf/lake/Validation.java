package org.rateshelf.lake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.rateshelf.lake.Intake.Taken;
import org.rateshelf.lake.LandedFile.Status;

/**
 * What a run would refuse of a market's files.
 *
 * @param findings a line a file
 */
public record Validation(List<String> findings, boolean isClean) {

  /** Takes all files into a scratch lake, and says how each fared. */
  public static Validation of(SparkSession spark, String market, String landing) {
    try {
      Path folder = Files.createTempDirectory("rateshelf-validate-");
      try {
        Lake scratch = new Lake(spark, folder);
        Reference reference = Reference.read(spark, market);
        return of(
            new Intake(scratch, new Archive(scratch, UserKey.random()), reference)
                .take(landing, file -> false));
      } finally {
        Lake.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Validation of(Taken taken) {
    List<String> findings = new ArrayList<>(taken.told());
    findings.addAll(taken.leftOut());
    boolean clean = findings.isEmpty();
    for (LandedFile file : taken.arrived()) {
      if (file.status() == Status.TAKEN && file.counts() != null) {
        findings.add(
            "%s/%s: %d rows, %d to be kept, %d repeated, %d to be quarantined"
                .formatted(
                    file.source(),
                    file.fileName(),
                    file.counts().in(),
                    file.counts().kept(),
                    file.counts().repeated(),
                    file.counts().quarantined()));
        clean &= file.counts().quarantined() == 0;
      }
    }
    return new Validation(findings, clean);
  }
}
