package org.rateshelf.lake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.rateshelf.job.RateshelfException;
import org.rateshelf.job.RateshelfException.Exit;

/**
 * One run at a time. The operating system holds the lock and lets go of it when the process dies;
 * the file beside it only says who holds it, and stays where a holder died.
 */
final class LakeLock implements AutoCloseable {
  private static final Pattern SCHEME = Pattern.compile("(?i)[a-z][a-z0-9+.-]+:/.*");

  /** File systems of which each machine may grant the lock to a process of its own. */
  private static final Pattern SHARED =
      Pattern.compile(
          "nfs\\d*|cifs|smb.*|fuse|fuse\\.(?!fuse-overlayfs).*|afs|ceph|glusterfs|lustre|gpfs"
              + "|beegfs|ocfs2|gfs2");

  private final FileChannel channel;
  private final Path file;
  private final Object identity;
  private final Path owner;
  private final Optional<String> died;

  private LakeLock(FileChannel channel, Path lake, Optional<String> died) throws IOException {
    this.channel = channel;
    this.file = file(lake);
    this.identity = identity(file);
    this.owner = owner(lake);
    this.died = died;
  }

  /** Takes the lock, or says who holds it. */
  static LakeLock take(Path lake, String holder) {
    requireUnshared(lake);
    try {
      Lake.makeFolder(lake);
      FileChannel channel = lock(lake);
      try {
        return held(channel, lake, holder);
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw RateshelfException.lakeFails(
          "The lake " + lake + " cannot be locked: " + e.getMessage() + ".",
          "two runs at once would spoil it, so none starts without the lock.",
          "check that the folder can be written.");
    }
  }

  private static LakeLock held(FileChannel channel, Path lake, String holder) throws IOException {
    Path owner = owner(lake);
    // A full disk may have left it empty.
    Optional<String> died =
        Files.exists(owner)
            ? Optional.of(Files.readString(owner)).filter(text -> !text.isBlank())
            : Optional.empty();
    Files.writeString(owner, holder);
    return new LakeLock(channel, lake, died);
  }

  /** Says who holds the lock, if anybody does, and leaves it. */
  static void requireFree(Path lake) {
    requireUnshared(lake);
    if (Files.isWritable(file(lake))) {
      try {
        lock(lake).close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static FileChannel lock(Path lake) throws IOException {
    FileChannel channel =
        FileChannel.open(file(lake), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (tryLock(channel) == null) {
      channel.close();
      Path owner = owner(lake);
      throw new RateshelfException(
          Exit.LAKE_HELD,
          "Another run holds the lake: "
              + (Files.exists(owner) ? Files.readString(owner) : "it has only begun")
              + ".",
          "two runs at once would spoil it.",
          "wait until it has ended; a run that died holds nothing.");
    }
    return channel;
  }

  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static Path file(Path lake) {
    return lake.resolve(".lock");
  }

  private static Object identity(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  /** Ends a run whose lock's file somebody has deleted, for another may be at work by now. */
  void requireHeld() {
    try {
      if (Objects.equals(identity, identity(file))) {
        return;
      }
    } catch (IOException e) {
      // It is gone.
    }
    throw RateshelfException.lakeFails(
        "The lake's lock, " + file + ", was deleted while a run held it.",
        "another run may be at work, and the two would spoil the lake.",
        "let the lock be: it holds nothing once its run has ended. Run again when none is at work.");
  }

  private static Path owner(Path lake) {
    return lake.resolve(".lock-holder");
  }

  /** Refuses a lake whose lock would not hold. */
  private static void requireUnshared(Path lake) {
    if (SCHEME.matcher(lake.toString()).matches()) {
      throw shared(lake, "is not a local folder");
    }
    try {
      requireUnshared(lake, Files.getFileStore(existing(lake)).type());
    } catch (IOException e) {
      // A file system without a name is one of a container's; the lock is tried all the same.
    }
  }

  static void requireUnshared(Path lake, String fileSystem) {
    if (SHARED.matcher(fileSystem).matches()) {
      throw shared(lake, "lies on " + fileSystem);
    }
  }

  private static RateshelfException shared(Path lake, String problem) {
    return RateshelfException.usage(
        "The lake " + lake + " " + problem + ".",
        "runs are kept apart by the operating system's lock, which holds on one machine only.",
        "give --lake a folder on a disk of this machine; market and landing may lie wherever"
            + " Hadoop reads.");
  }

  /** The nearest folder above that is there. */
  static Path existing(Path path) {
    Path found = path.toAbsolutePath();
    while (!Files.exists(found)) {
      found = found.getParent();
    }
    return found;
  }

  /** Who held the lock before and died; empty where it was given back. */
  Optional<String> died() {
    return died;
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(owner);
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
