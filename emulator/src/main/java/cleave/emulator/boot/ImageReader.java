package cleave.emulator.boot;

import cleave.toolchain.elf.ElfException;
import cleave.toolchain.elf.ElfFile;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Looks at what it is given: ELF32, Linux {@code Image}, either of them in gzip, or a flat binary.
 * Refuses, with the cure, what is recognised and is none of these.
 */
public final class ImageReader {
    private static final int LARGEST_UNPACKED = 1 << 30;

    /** Formats that are known by their beginning and not taken. */
    private enum Foreign {
        XZ("compressed by xz: unpack it with xz -d", 0xfd, '7', 'z', 'X', 'Z', 0),
        BZIP2("compressed by bzip2: unpack it with bzip2 -d", 'B', 'Z', 'h'),
        ZSTD("compressed by zstd: unpack it with zstd -d", 0x28, 0xb5, 0x2f, 0xfd),
        LZ4("compressed by lz4: unpack it with lz4 -d", 0x04, 0x22, 0x4d, 0x18),
        ZIP("a ZIP archive: unpack it and give the file in it", 'P', 'K', 3, 4),
        UIMAGE("a U-Boot image: give the vmlinux or Image it was made from", 0x27, 5, 0x19, 0x56),
        QCOW("a qcow2 disk: convert it with qemu-img convert -O raw", 'Q', 'F', 'I', 0xfb),
        DEVICE_TREE("a device tree or FIT image, not a kernel: a device tree goes to -dtb",
                0xd0, 0x0d, 0xfe, 0xed),
        ARCHIVE("a library (ar archive), not a program: link it", '!', '<', 'a', 'r', 'c', 'h'),
        SCRIPT("a script or text: give the file that the linker wrote", '#', '!');

        private final String cure;
        private final byte[] beginning;

        Foreign(String cure, int... beginning) {
            this.cure = cure;
            this.beginning = new byte[beginning.length];
            for (int i = 0; i < beginning.length; i++) {
                this.beginning[i] = (byte) beginning[i];
            }
        }
    }

    private ImageReader() {
    }

    /** Reads a file and recognises it. */
    public static BootImage read(String name) throws BootException {
        return recognise(name, HostFile.read(name));
    }

    /** Recognises {@code content}, which messages call {@code name}. */
    public static BootImage recognise(String name, byte[] content) throws BootException {
        byte[] plain = isGzip(content) ? unpack(name, content) : content;
        if (ElfFile.isElf(plain)) {
            try {
                return new BootImage.Elf(name, ElfFile.read(plain, name), plain);
            } catch (ElfException e) {
                throw new BootException(e.getMessage());
            }
        }
        Optional<LinuxHeader> header = LinuxHeader.read(plain);
        if (header.isPresent()) {
            return new BootImage.LinuxImage(name, plain, header.get());
        }
        refuseForeign(name, plain);
        return new BootImage.Flat(name, plain);
    }

    private static void refuseForeign(String name, byte[] content) throws BootException {
        for (Foreign format : Foreign.values()) {
            byte[] beginning = Arrays.copyOf(content, format.beginning.length);
            if (Arrays.equals(beginning, format.beginning)) {
                throw new BootException(name + " is " + format.cure);
            }
        }
    }

    private static boolean isGzip(byte[] content) {
        return content.length > 2 && (content[0] & 0xff) == 0x1f && (content[1] & 0xff) == 0x8b;
    }

    /** The content of a gzip file, or the content itself when it is not packed. */
    static byte[] unpackIfPacked(String name, byte[] content) throws BootException {
        return isGzip(content) ? unpack(name, content) : content;
    }

    private static byte[] unpack(String name, byte[] content) throws BootException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(content))) {
            byte[] plain = in.readNBytes(LARGEST_UNPACKED);
            if (plain.length == LARGEST_UNPACKED) {
                throw new BootException(name + " holds more than 1 GiB when unpacked");
            }
            return plain;
        } catch (EOFException e) {
            throw new BootException(name + " is truncated: its gzip data breaks off; copy or build "
                    + "it again");
        } catch (ZipException e) {
            throw new BootException(name + " is damaged gzip data (" + e.getMessage()
                    + "): copy or build it again");
        } catch (BootException e) {
            throw e;
        } catch (IOException e) {
            throw new AssertionError("reading from memory cannot fail", e);
        }
    }
}
