package org.rateshelf.lake;

import java.util.ArrayList;
import java.util.List;
import org.rateshelf.lake.Intake.Taken;
import org.rateshelf.lake.LandedFile.Status;

/**
 * What a run would refuse of a market's files.
 *
 * @param findings a line a file
 */
public record Validation(List<String> findings, boolean isClean) {

  /** Takes all files into a scratch lake, and says how each fared. */
  public static Validation of(Lake scratch, String market, String landing, byte[] userKey) {
    Reference reference = Reference.read(scratch.spark(), market);
    Taken taken =
        new Intake(scratch, new Archive(scratch, userKey), reference).take(landing, false);
    List<String> findings = new ArrayList<>(taken.told());
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
