package cleave.images.cli;

import cleave.toolchain.disk.ext2.Ext2FileSystem;
import cleave.toolchain.disk.ext2.Inode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Copies a file out of an image. */
record Extraction(Ext2FileSystem files, Inode inode) {
    private static final int ZEROS = 1 << 16;

    /** @param host the file to write, which gets the holes, too; null for {@code out} */
    void to(Path host, PrintStream out) throws IOException {
        if (host != null) {
            toFile(host);
            return;
        }
        long[] written = new long[1];
        files.copy(inode, (offset, bytes) -> {
            zeros(out, offset - written[0]);
            out.write(bytes.array(), 0, bytes.limit());
            written[0] = offset + bytes.limit();
        });
        zeros(out, inode.size() - written[0]);
        out.flush();
    }

    private static void zeros(PrintStream out, long count) {
        byte[] zeros = new byte[ZEROS];
        for (long left = count; left > 0 && !out.checkError(); left -= ZEROS) {
            out.write(zeros, 0, (int) Math.min(ZEROS, left));
        }
    }

    private void toFile(Path host) throws IOException {
        try (FileChannel channel = FileChannel.open(host, StandardOpenOption.CREATE,
                StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            long[] end = new long[1];
            files.copy(inode, (offset, bytes) -> {
                for (long at = offset; bytes.hasRemaining(); ) {
                    at += channel.write(bytes, at);
                    end[0] = at;
                }
            });
            if (end[0] < inode.size()) {
                channel.write(ByteBuffer.allocate(1), inode.size() - 1);
            }
        }
    }
}
