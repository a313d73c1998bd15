package cleave.images.manifest;

import cleave.images.ext2.Format;
import cleave.toolchain.disk.DiskException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the image that comes with Cleave, as a step of the build. */
public final class DefaultImage {
    private DefaultImage() {
    }

    /** The arguments: the manifest, and the image to write. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("arguments: the manifest, the image to write");
        }
        Path image = Path.of(arguments[1]);
        Files.createDirectories(image.toAbsolutePath().getParent());
        Manifest manifest = Manifest.read(Path.of(arguments[0]));
        long size = manifest.size().orElseThrow(() -> new DiskException(arguments[0]
                + " does not say how large the image is: size 32M"));
        NewImage.write(image, size, Format.of(size, manifest.label()),
                (writer, digest) -> new ManifestWriter(writer, digest).write(manifest));
    }
}
