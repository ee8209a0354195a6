package org.rateshelf.lake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.rateshelf.job.RateshelfException;

/**
 * What a run was at, and when: a file of its own that is written step by step, so that a run that
 * dies leaves its steps.
 *
 * <p>The run holds the file's lock, which the operating system lets go of when the process dies: a
 * run whose journal nobody holds, and that never recorded its end, has died.
 */
public final class Journal implements AutoCloseable {
  private static final String FOLDER = "journals";
  private static final String STEP = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z \\S.*";

  private final FileChannel channel;
  private final Clock clock;

  private Journal(FileChannel channel, Clock clock) {
    this.channel = channel;
    this.clock = clock;
  }

  /** A step of a run and its start. */
  public record Step(Instant at, String name) {}

  /**
   * A run as its journal has it.
   *
   * @param steps in their order; none where it had only begun
   * @param held whether the run is still at it
   */
  public record Entry(String runId, String command, List<Step> steps, boolean held) {}

  /** Begins the journal of a run. */
  static Journal begin(Path lake, String runId, String command, Clock clock) {
    Path file = lake.resolve(FOLDER).resolve(runId);
    try {
      Lake.makeFolder(file.getParent());
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.DSYNC);
      channel.lock();
      Journal journal = new Journal(channel, clock);
      journal.note(command);
      return journal;
    } catch (IOException e) {
      throw unwritten(e);
    }
  }

  private static RateshelfException unwritten(IOException e) {
    return RateshelfException.lakeFails(
        "The journal of the run cannot be written: " + e.getMessage() + ".",
        "without it nobody would know of a run that dies.",
        "check that the lake's disk has room.");
  }

  /** Notes what begins now. */
  void note(String step) {
    ByteBuffer line = ByteBuffer.wrap((clock.instant() + " " + step + "\n").getBytes(UTF_8));
    try {
      while (line.hasRemaining()) {
        channel.write(line);
      }
    } catch (IOException e) {
      throw unwritten(e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The latest runs that have a journal, the latest first. */
  static List<Entry> latest(Path lake, int atMost) {
    Path folder = lake.resolve(FOLDER);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted(Comparator.reverseOrder()).limit(atMost).map(Journal::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Entry read(Path file) {
    try (FileChannel probe = FileChannel.open(file)) {
      boolean held = isHeld(probe);
      // A full disk may have cut a line.
      List<Step> steps =
          Files.readAllLines(file).stream()
              .filter(line -> line.matches(STEP))
              .map(Journal::step)
              .toList();
      return new Entry(
          file.getFileName().toString(),
          steps.isEmpty() ? "-" : steps.get(0).name(),
          steps.stream().skip(1).toList(),
          held);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Step step(String line) {
    int space = line.indexOf(' ');
    return new Step(Instant.parse(line.substring(0, space)), line.substring(space + 1));
  }

  private static boolean isHeld(FileChannel probe) throws IOException {
    try {
      return probe.tryLock(0, Long.MAX_VALUE, true) == null;
    } catch (OverlappingFileLockException e) {
      return true;
    }
  }
}
