package cleave.images.manifest;

import cleave.images.ext2.Ext2Writer;
import cleave.images.ext2.Format;
import cleave.images.ext2.ImageFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * A new image whose identifier follows from what is put into it, so that the same files give the
 * same bytes, and others another identifier.
 */
public final class NewImage {
    private static final int UUID_SIZE = 16;

    /** Puts files into a new file system. */
    @FunctionalInterface
    public interface Content {
        /** @param digest must learn all that is put in */
        void put(Ext2Writer writer, MessageDigest digest) throws IOException;
    }

    private NewImage() {
    }

    /** Writes an image of {@code size} bytes; if that fails, there is none. */
    public static void write(Path path, long size, Format format, Content content)
            throws IOException {
        try (ImageFile image = ImageFile.create(path, size)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((format + " " + size).getBytes(StandardCharsets.UTF_8));
            Ext2Writer writer = Ext2Writer.format(image, format);
            content.put(writer, digest);
            byte[] uuid = Arrays.copyOf(digest.digest(), UUID_SIZE);
            // Version 8, variant 1 (RFC 9562): made in a way of our own.
            uuid[6] = (byte) (uuid[6] & 0xf | 0x80);
            uuid[8] = (byte) (uuid[8] & 0x3f | 0x80);
            writer.setUuid(uuid);
            writer.finish();
            image.commit();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
