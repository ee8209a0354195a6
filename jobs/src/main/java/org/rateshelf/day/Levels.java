package org.rateshelf.day;

import java.util.Arrays;
import java.util.List;
import org.rateshelf.market.Reference;

/** The level ALL: what stands in its own cell stands in those that are pooled over it as well. */
public final class Levels {
  public static final String ALL = "ALL";

  private Levels() {}

  /** A value, which may be null, and ALL. */
  public static List<String> of(String value) {
    return Arrays.asList(value, ALL);
  }

  /** A platform, and ALL; the banks' own channel is none and stays out of ALL. */
  public static List<String> ofPlatform(String platform, Reference reference) {
    return reference.isOwnChannel(platform) ? List.of(platform) : of(platform);
  }
}
