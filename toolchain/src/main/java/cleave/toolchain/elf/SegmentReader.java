package cleave.toolchain.elf;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads the program header table (gABI chapter 5), and refuses what cannot be loaded. */
final class SegmentReader {
    private SegmentReader() {
    }

    static List<ElfSegment> read(ElfBytes file, ElfHeader header) throws ElfException {
        List<ElfSegment> segments = new ArrayList<>();
        for (int i = 0; i < header.programHeaderCount(); i++) {
            segments.add(segment(file, i, header.programHeaderOffset()
                    + i * ElfFormat.PROGRAM_HEADER_SIZE));
        }
        checkLoadable(file, segments);
        checkOverlap(file, segments);
        return List.copyOf(segments);
    }

    private static ElfSegment segment(ElfBytes file, int index, int at) throws ElfException {
        long fileSize = ElfFormat.unsigned(file.word(at + 16));
        ByteBuffer data = file.slice(ElfFormat.unsigned(file.word(at + 4)), fileSize,
                "segment " + index);
        ElfSegment segment = new ElfSegment(index, file.word(at), file.word(at + 24),
                file.word(at + 8), file.word(at + 12), file.word(at + 20), file.word(at + 28),
                data);
        if (segment.isLoad()) {
            checkExtent(file, segment, fileSize);
        }
        return segment;
    }

    private static void checkExtent(ElfBytes file, ElfSegment segment, long fileSize)
            throws ElfException {
        long size = ElfFormat.unsigned(segment.memorySize());
        if (fileSize > size) {
            throw file.error("is damaged: segment %d has %s bytes in the file but only %s in "
                    + "memory: build it again", segment.index(), ElfFormat.hex(fileSize),
                    ElfFormat.hex(size));
        }
        long end = Math.max(ElfFormat.unsigned(segment.virtualAddress()),
                ElfFormat.unsigned(segment.physicalAddress())) + size;
        if (end > 1L << 32) {
            throw file.error("does not fit: segment %d would end at %s, addresses in ELF32 end at "
                    + "0x100000000: check the linker script", segment.index(),
                    ElfFormat.hex(end));
        }
    }

    private static void checkLoadable(ElfBytes file, List<ElfSegment> segments)
            throws ElfException {
        boolean loads = false;
        for (ElfSegment segment : segments) {
            loads |= segment.isLoad() && segment.memorySize() != 0;
            if (segment.type() == ElfSegment.INTERPRETER) {
                String interpreter = StandardCharsets.UTF_8.decode(segment.data()).toString();
                throw file.error("is linked for the dynamic loader %s, which is not here: link it "
                        + "with -static", interpreter.replace("\0", ""));
            }
        }
        if (!loads) {
            throw file.error("has nothing to load: no program header of type PT_LOAD has bytes in "
                    + "memory: link it as an executable");
        }
    }

    private static void checkOverlap(ElfBytes file, List<ElfSegment> segments)
            throws ElfException {
        List<ElfSegment> loaded = new ArrayList<>(segments);
        loaded.removeIf(s -> !s.isLoad() || s.memorySize() == 0);
        loaded.sort((a, b) -> Integer.compareUnsigned(a.physicalAddress(), b.physicalAddress()));
        for (int i = 1; i < loaded.size(); i++) {
            ElfSegment lower = loaded.get(i - 1);
            ElfSegment upper = loaded.get(i);
            if (Integer.compareUnsigned(upper.physicalAddress() - lower.physicalAddress(),
                    lower.memorySize()) < 0) {
                throw file.error("cannot be loaded: %s and %s overlap: separate their physical "
                        + "addresses in the linker script", lower.describe(), upper.describe());
            }
        }
    }
}
