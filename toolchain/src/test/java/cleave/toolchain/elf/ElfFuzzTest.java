package cleave.toolchain.elf;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bytes that nobody meant: reading them succeeds or gives an {@link ElfException}. */
class ElfFuzzTest {
    private static final long SEED = 20260101;
    private static final int RUNS = 20_000;
    private static final int[] EXTREMES = {0, 1, 4, 0x7fff, 0xffff, 0x7fff_ffff, 0x8000_0000, -1};

    private final Random random = new Random(SEED);

    /** Reads, and asks everything that can be asked of what was read. */
    private static boolean readable(byte[] bytes, int run) {
        try {
            ElfFile file = ElfFile.read(bytes, "fuzz.elf");
            file.loadSegments().forEach(ElfSegment::bytes);
            file.sections().forEach(ElfSection::bytes);
            file.symbols().all().forEach(s -> file.symbols().nearest(s.value()));
            file.symbols().nearest(file.physicalEntry());
            return true;
        } catch (ElfException e) {
            assertTrue(e.getMessage().startsWith("fuzz.elf "), e.getMessage());
            return false;
        } catch (RuntimeException | OutOfMemoryError e) {
            throw new AssertionError("seed " + SEED + ", run " + run, e);
        }
    }

    @Test
    void changedFilesAreReadOrRefused() {
        byte[] good = ElfWriter.write(ElfSamples.everything());
        int read = 0;
        for (int run = 0; run < RUNS; run++) {
            byte[] bytes = good.clone();
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                change(bytes);
            }
            read += readable(bytes, run) ? 1 : 0;
        }
        assertTrue(read > RUNS / 20 && read < RUNS * 19 / 20, "both happen: " + read);
    }

    /** Mostly in the headers, at either end of the file, since they steer the reader. */
    private void change(byte[] bytes) {
        int near = random.nextInt(700);
        int at = switch (random.nextInt(4)) {
            case 0 -> Math.min(near, bytes.length - 4);
            case 1 -> random.nextInt(bytes.length - 4);
            default -> bytes.length - 4 - near;
        };
        if (random.nextBoolean()) {
            bytes[at] = (byte) random.nextInt();
        } else {
            int value = EXTREMES[random.nextInt(EXTREMES.length)];
            for (int i = 0; i < 4; i++) {
                bytes[(at & ~3) + i] = (byte) (value >> 8 * i);
            }
        }
    }

    @Test
    void shortenedFilesAreRefused() {
        byte[] good = ElfWriter.write(ElfSamples.everything());
        for (int length = 0; length < good.length; length++) {
            assertTrue(!readable(Arrays.copyOf(good, length), length), "length " + length);
        }
    }

    @Test
    void noiseBehindTheMagicNumberIsReadOrRefused() {
        for (int run = 0; run < RUNS; run++) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            byte[] start = Arrays.copyOf(ElfSamples.small(), 4 + random.nextInt(48));
            System.arraycopy(start, 0, bytes, 0, Math.min(start.length, bytes.length));
            readable(bytes, run);
        }
    }

    @Test
    void namesThatShareTheirEndsCannotFillTheMemory() {
        byte[] table = new byte[1 << 20];
        Arrays.fill(table, 0, table.length - 1, (byte) 'a');
        NameTable names = new NameTable(new ElfBytes("fuzz.elf", table),
                java.nio.ByteBuffer.wrap(table));
        long total = 0;
        try {
            for (int i = 0; i < table.length; i++) {
                total += names.name(i, "symbol", i).length();
            }
        } catch (ElfException e) {
            assertTrue(total <= 64L * table.length, "characters: " + total);
            return;
        }
        throw new AssertionError("never refused: " + total);
    }
}
