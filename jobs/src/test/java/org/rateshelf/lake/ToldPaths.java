package org.rateshelf.lake;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Paths of the machine's own files, through which every change is told to {@link Instants}. */
final class ToldPaths extends FileSystemProvider {
  private static final FileSystem REAL = FileSystems.getDefault();
  private static final FileSystemProvider FILES = REAL.provider();
  private static final FileSystem TOLD = new ToldFiles(new ToldPaths());

  static Path of(Path real) {
    return (Path)
        Proxy.newProxyInstance(
            ToldPaths.class.getClassLoader(), new Class<?>[] {Path.class}, new Told(real));
  }

  private static Path real(Path path) {
    return Proxy.isProxyClass(path.getClass())
        ? ((Told) Proxy.getInvocationHandler(path)).real()
        : path;
  }

  /** A path that says what the real one says, except of which file system it is. */
  private record Told(Path real) implements InvocationHandler {
    @Override
    public Object invoke(Object self, Method method, Object[] arguments) throws Throwable {
      if (method.getName().equals("getFileSystem")) {
        return TOLD;
      }
      Object[] reals =
          arguments == null
              ? null
              : Stream.of(arguments)
                  .map(a -> a instanceof Path p ? ToldPaths.real(p) : a)
                  .toArray();
      try {
        Object said = method.invoke(real, reals);
        return said instanceof Path path ? of(path) : said;
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }
  }

  @Override
  public OutputStream newOutputStream(Path path, OpenOption... options) throws IOException {
    return Instants.told(FILES.newOutputStream(real(path), options), path.toString());
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    FileChannel channel = FILES.newFileChannel(real(path), options, attributes);
    Instants.tell("create", path.toString());
    return channel;
  }

  @Override
  public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
    FILES.createDirectory(real(folder), attributes);
    Instants.tell("mkdir", folder.toString());
  }

  @Override
  public void delete(Path path) throws IOException {
    FILES.delete(real(path));
    Instants.tell("delete", path.toString());
  }

  @Override
  public void move(Path from, Path to, CopyOption... options) throws IOException {
    FILES.move(real(from), real(to), options);
    Instants.tell("rename", to.toString());
  }

  @Override
  public void copy(Path from, Path to, CopyOption... options) {
    throw new UnsupportedOperationException("a copy that nobody is told of");
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
    DirectoryStream<Path> entries = FILES.newDirectoryStream(real(folder), p -> true);
    return new DirectoryStream<>() {
      @Override
      public Iterator<Path> iterator() {
        Iterator<Path> found = entries.iterator();
        return new Iterator<>() {
          @Override
          public boolean hasNext() {
            return found.hasNext();
          }

          @Override
          public Path next() {
            return of(found.next());
          }
        };
      }

      @Override
      public void close() throws IOException {
        entries.close();
      }
    };
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return FILES.newByteChannel(real(path), options, attributes);
  }

  @Override
  public boolean isSameFile(Path one, Path other) throws IOException {
    return FILES.isSameFile(real(one), real(other));
  }

  @Override
  public boolean isHidden(Path path) throws IOException {
    return FILES.isHidden(real(path));
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    return FILES.getFileStore(real(path));
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    FILES.checkAccess(real(path), modes);
  }

  @Override
  public <V extends FileAttributeView> V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return FILES.getFileAttributeView(real(path), type, options);
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    return FILES.readAttributes(real(path), type, options);
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String names, LinkOption... options)
      throws IOException {
    return FILES.readAttributes(real(path), names, options);
  }

  @Override
  public void setAttribute(Path path, String name, Object value, LinkOption... options)
      throws IOException {
    FILES.setAttribute(real(path), name, value, options);
  }

  @Override
  public String getScheme() {
    return FILES.getScheme();
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> settings) {
    return TOLD;
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    return TOLD;
  }

  @Override
  public Path getPath(URI uri) {
    return of(FILES.getPath(uri));
  }

  /** Only its provider differs. */
  private static final class ToldFiles extends FileSystem {
    private final FileSystemProvider provider;

    ToldFiles(FileSystemProvider provider) {
      this.provider = provider;
    }

    @Override
    public FileSystemProvider provider() {
      return provider;
    }

    @Override
    public void close() {}

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public boolean isReadOnly() {
      return false;
    }

    @Override
    public String getSeparator() {
      return REAL.getSeparator();
    }

    @Override
    public Iterable<Path> getRootDirectories() {
      return REAL.getRootDirectories();
    }

    @Override
    public Iterable<FileStore> getFileStores() {
      return REAL.getFileStores();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
      return REAL.supportedFileAttributeViews();
    }

    @Override
    public Path getPath(String first, String... more) {
      return of(REAL.getPath(first, more));
    }

    @Override
    public PathMatcher getPathMatcher(String pattern) {
      return REAL.getPathMatcher(pattern);
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
      return REAL.getUserPrincipalLookupService();
    }

    @Override
    public WatchService newWatchService() throws IOException {
      return REAL.newWatchService();
    }
  }
}
