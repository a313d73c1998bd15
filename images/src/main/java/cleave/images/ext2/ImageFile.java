package cleave.images.ext2;

import cleave.toolchain.disk.DiskException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * An image in a file that changes completely or not at all: the first write makes a copy beside it,
 * all writes go there, and {@link #commit} renames the copy. Holes stay holes. While it is open the
 * image is locked against emulators that write to it.
 */
public final class ImageFile implements Disk, AutoCloseable {
    private static final int PIECE = 1 << 16;
    /** Where readers lock, as the emulator does: beyond the end of any image. */
    private static final long READER_LOCKS = 1L << 62;

    private final Path path;
    private final Path target;
    private final long size;
    private final FileChannel original;
    private FileChannel channel;
    private Path copy;

    private ImageFile(Path path, Path target, FileChannel original, long size) {
        this.path = path;
        this.target = target;
        this.original = original;
        this.channel = original;
        this.size = size;
    }

    /**
     * Opens an image that is there.
     *
     * @throws DiskException when it is missing, may not be read, or is in use
     */
    public static ImageFile open(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw new DiskException(path + " is a directory: name a disk image in it");
        }
        try {
            Path target = path.toRealPath();
            FileChannel channel = FileChannel.open(target, StandardOpenOption.READ);
            lock(path, channel);
            return new ImageFile(path, target, channel, channel.size());
        } catch (NoSuchFileException e) {
            throw new DiskException(path + " does not exist: make it with cleave image create "
                    + path + " --size 64M");
        } catch (AccessDeniedException e) {
            throw new DiskException(path + " may not be read by you: chmod +r " + path);
        }
    }

    private static void lock(Path path, FileChannel channel) throws IOException {
        try {
            long place = READER_LOCKS + System.identityHashCode(channel);
            if (channel.tryLock(place, 1, true) != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            throw new DiskException(path + " is open already in this program");
        }
        channel.close();
        throw new DiskException(path + " is in use by another program: end that first, or work on "
                + "a copy");
    }

    /** An image of {@code size} zeros, that comes to be when it is committed. */
    public static ImageFile create(Path path, long size) throws IOException {
        if (Files.isDirectory(path)) {
            throw new DiskException(path + " is a directory: name a file in it");
        }
        Path target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
        ImageFile image = new ImageFile(path, target, null, size);
        image.makeCopy();
        image.write(size - 1, ByteBuffer.allocate(1));
        return image;
    }

    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public ByteBuffer read(long offset, int length) throws IOException {
        require(offset, length);
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, offset + buffer.position()) < 0) {
                throw damaged("it became shorter while it was read");
            }
        }
        return buffer.flip();
    }

    @Override
    public void write(long offset, ByteBuffer bytes) throws IOException {
        require(offset, bytes.remaining());
        if (copy == null) {
            makeCopy();
        }
        long at = offset;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    private void makeCopy() throws IOException {
        Path folder = target.getParent();
        if (!Files.isDirectory(folder)) {
            throw new DiskException(path + " cannot be made: there is no directory " + folder);
        }
        if (Files.exists(target) && (!Files.isRegularFile(target) || !Files.isWritable(target))) {
            throw new DiskException(path + " may not be written by you, or is no file");
        }
        try {
            copy = folder.resolve("." + target.getFileName() + "."
                    + ProcessHandle.current().pid() + ".part");
            channel = FileChannel.open(copy, StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.SPARSE);
            copy.toFile().deleteOnExit();
        } catch (AccessDeniedException e) {
            throw new DiskException(path + " cannot be written: you may not make files in "
                    + folder);
        }
        if (original != null) {
            copyAll();
        }
    }

    private void copyAll() throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        ByteBuffer zeros = ByteBuffer.allocate(PIECE);
        for (long at = 0; at < size; at += piece.limit()) {
            piece.clear().limit((int) Math.min(PIECE, size - at));
            while (piece.hasRemaining()) {
                if (original.read(piece, at + piece.position()) < 0) {
                    throw damaged("it became shorter while it was read");
                }
            }
            piece.flip();
            if (at + piece.limit() == size || !piece.equals(zeros.limit(piece.limit()))) {
                for (long to = at; piece.hasRemaining(); ) {
                    to += channel.write(piece, to);
                }
            }
        }
    }

    /** Makes what was written the image. */
    public void commit() throws IOException {
        if (copy == null) {
            return;
        }
        channel.force(true);
        if (Files.exists(target)) {
            Files.setPosixFilePermissions(copy, Files.getPosixFilePermissions(target));
        }
        Files.move(copy, target, StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        copy = null;
    }

    @Override
    public void close() throws IOException {
        if (original != null) {
            original.close();
        }
        channel.close();
        if (copy != null) {
            Files.deleteIfExists(copy);
        }
    }
}
