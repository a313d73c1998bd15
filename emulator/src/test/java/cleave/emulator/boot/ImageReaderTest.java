package cleave.emulator.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class ImageReaderTest {
    private static final byte[] PROGRAM =
            TestGuest.elf(TestGuest.MACHINE_START, TestGuest.hello(0));

    static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(content);
        }
        return packed.toByteArray();
    }

    /** A Linux Image of so many bytes, whose header says where it wants to be. */
    static byte[] linuxImage(long textOffset, long imageSize, int length) {
        ByteBuffer image = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        image.putLong(8, textOffset).putLong(16, imageSize);
        image.position(0x30);
        image.put("RISCV\0\0\0RSC\5".getBytes(StandardCharsets.ISO_8859_1));
        return image.array();
    }

    private static String refusal(String name, byte[] content) {
        return assertThrows(BootException.class, () -> ImageReader.recognise(name, content))
                .getMessage();
    }

    private static byte[] beginsWith(int... bytes) {
        byte[] content = new byte[100];
        for (int i = 0; i < bytes.length; i++) {
            content[i] = (byte) bytes[i];
        }
        return content;
    }

    @Test
    void elfIsRecognisedAlsoInGzip() throws Exception {
        assertInstanceOf(BootImage.Elf.class, ImageReader.recognise("k", PROGRAM));
        assertInstanceOf(BootImage.Elf.class, ImageReader.recognise("k.gz", gzip(PROGRAM)));
    }

    @Test
    void linuxImageIsRecognisedByEitherOfItsMagicNumbers() throws Exception {
        byte[] image = linuxImage(0x40_0000, 0x10_0000, 4096);
        BootImage.LinuxImage linux = assertInstanceOf(BootImage.LinuxImage.class,
                ImageReader.recognise("Image", image));
        assertEquals(new LinuxHeader(0x40_0000, 0x10_0000), linux.header());
        byte[] onlyOld = image.clone();
        Arrays.fill(onlyOld, 0x38, 0x3c, (byte) 0);
        assertInstanceOf(BootImage.LinuxImage.class, ImageReader.recognise("Image", onlyOld));
        byte[] onlyNew = image.clone();
        Arrays.fill(onlyNew, 0x30, 0x38, (byte) 0);
        assertInstanceOf(BootImage.LinuxImage.class, ImageReader.recognise("Image", onlyNew));
        assertInstanceOf(BootImage.LinuxImage.class,
                ImageReader.recognise("Image.gz", gzip(image)));
    }

    @Test
    void anythingElseIsAFlatBinary() throws Exception {
        byte[] code = {0x13, 0, 0, 0};
        BootImage.Flat flat = assertInstanceOf(BootImage.Flat.class,
                ImageReader.recognise("k.bin", code));
        assertArrayEquals(code, flat.content());
    }

    @Test
    void knownFormatsThatAreNotTakenNameTheCure() {
        assertEquals("k is compressed by xz: unpack it with xz -d",
                refusal("k", beginsWith(0xfd, '7', 'z', 'X', 'Z', 0)));
        assertEquals("k is compressed by zstd: unpack it with zstd -d",
                refusal("k", beginsWith(0x28, 0xb5, 0x2f, 0xfd)));
        assertEquals("k is a device tree or FIT image, not a kernel: a device tree goes to -dtb",
                refusal("k", beginsWith(0xd0, 0x0d, 0xfe, 0xed)));
        assertEquals("k is a U-Boot image: give the vmlinux or Image it was made from",
                refusal("k", beginsWith(0x27, 5, 0x19, 0x56)));
        assertEquals("k is a script or text: give the file that the linker wrote",
                refusal("k", beginsWith('#', '!')));
    }

    @Test
    void brokenGzipIsToldFromTruncatedGzip() throws Exception {
        byte[] packed = gzip(PROGRAM);
        assertEquals("k.gz is truncated: its gzip data breaks off; copy or build it again",
                refusal("k.gz", Arrays.copyOf(packed, packed.length / 2)));
        byte[] damaged = packed.clone();
        Arrays.fill(damaged, 20, 40, (byte) 0x55);
        String message = refusal("k.gz", damaged);
        assertEquals("k.gz is damaged gzip data (", message.substring(0, 27));
    }

    @Test
    void elfErrorsComeThrough() {
        byte[] wide = PROGRAM.clone();
        wide[4] = 2;
        assertEquals("k is RV64 (ELFCLASS64); this machine is RV32: build it with "
                + "-march=rv32ima -mabi=ilp32", refusal("k", wide));
        byte[] arm = PROGRAM.clone();
        arm[18] = 40;
        assertEquals("k is an ARM program; this machine is RISC-V RV32: use "
                + "riscv64-unknown-elf-gcc and build it with -march=rv32ima -mabi=ilp32",
                refusal("k", arm));
        String truncated = refusal("k", Arrays.copyOf(PROGRAM, 100));
        assertEquals("k is truncated: ", truncated.substring(0, 16));
    }
}
