package org.rateshelf.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.Rename;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rateshelf.TestSpark;

class PosixFileSystemTest {
  private static final URI HERE = URI.create("file:///");

  @TempDir Path folder;

  private final Configuration conf = TestSpark.session().sparkContext().hadoopConfiguration();

  private org.apache.hadoop.fs.Path path(String name) {
    return new org.apache.hadoop.fs.Path(folder.resolve(name).toUri());
  }

  private String rights(String name) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)));
  }

  @Test
  void aSessionUsesItForEitherInterface() throws IOException {
    assertThat(FileSystem.newInstance(HERE, conf)).isInstanceOf(PosixFileSystem.class);
    assertThat(FileContext.getFileContext(HERE, conf).getDefaultFileSystem())
        .isInstanceOf(PosixFileSystem.Context.class);
  }

  @Test
  void whatIsMadeIsForTheOwnerAndTheGroup() throws IOException {
    FileSystem files = FileSystem.newInstance(HERE, conf);
    files.mkdirs(path("table"));
    files.create(path("table/data")).close();
    assertThat(rights("table")).isEqualTo("rwxr-x---");
    assertThat(rights("table/data")).isEqualTo("rw-r-----");
    assertThat(rights("table/.data.crc")).isEqualTo("rw-r-----");
  }

  @Test
  void aLogEntryIsRenamedWithItsChecksum() throws IOException {
    FileContext files = FileContext.getFileContext(HERE, conf);
    try (var out = files.create(path("part"), EnumSet.of(CreateFlag.CREATE))) {
      out.writeBytes("entry");
    }
    files.rename(path("part"), path("0.json"), Rename.OVERWRITE);
    assertThat(folder.resolve("0.json")).hasContent("entry");
    assertThat(rights("0.json")).isEqualTo("rw-r-----");
    assertThat(folder.resolve(".0.json.crc")).exists();
    assertThat(folder.resolve("part")).doesNotExist();
  }

  @Test
  void aLinkHasItsTargetsLength() throws IOException {
    Files.writeString(folder.resolve("file"), "text");
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("file"));
    FileContext files = FileContext.getFileContext(HERE, conf);
    assertThat(files.getFileStatus(path("link")).getLen()).isEqualTo(4);
    assertThat(files.getFileLinkStatus(path("file")).getLen()).isEqualTo(4);
  }
}
