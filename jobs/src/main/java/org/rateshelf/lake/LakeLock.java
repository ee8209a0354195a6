package org.rateshelf.lake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.rateshelf.job.RateshelfException;
import org.rateshelf.job.RateshelfException.Exit;

/**
 * One run at a time. The operating system holds the lock and lets go of it when the process dies;
 * the file beside it only says who holds it.
 */
final class LakeLock implements AutoCloseable {
  private final FileChannel channel;

  private LakeLock(FileChannel channel) {
    this.channel = channel;
  }

  static LakeLock take(Path lake, String holder) {
    Path lock = lake.resolve(".lock");
    Path owner = lake.resolve(".lock-holder");
    FileChannel channel = null;
    try {
      Lake.makeFolder(lake);
      channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw held(Files.exists(owner) ? Files.readString(owner) : "another run");
      }
      Files.writeString(owner, holder, StandardCharsets.UTF_8);
      return new LakeLock(channel);
    } catch (IOException e) {
      throw RateshelfException.lakeFails(
          "The lake " + lake + " cannot be locked: " + e.getMessage() + ".",
          "two runs at once would spoil it, so none starts without the lock.",
          "check that the folder can be written.");
    }
  }

  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static RateshelfException held(String holder) {
    return new RateshelfException(
        Exit.LAKE_HELD,
        "Another run holds the lake: " + holder + ".",
        "two runs at once would spoil it.",
        "wait until it has ended; a run that died holds nothing.");
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
