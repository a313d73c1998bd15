package cleave.emulator.boot;

import cleave.toolchain.elf.ElfException;
import cleave.toolchain.elf.ElfFile;
import cleave.toolchain.elf.ElfSection;
import cleave.toolchain.elf.ElfSegment;
import cleave.toolchain.text.Hex;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Puts images into a layout, and tells the story of it. */
final class Placement {
    private final Layout layout;
    private final List<String> story = new ArrayList<>();

    Placement(Layout layout) {
        this.layout = layout;
    }

    void tell(String sentence) {
        story.add(sentence);
    }

    String story() {
        return String.join("; ", story);
    }

    /** Puts an image at {@code address}, or where it says itself, and returns its entry. */
    long place(BootImage image, long address) throws BootException {
        if (image instanceof BootImage.Elf elf) {
            return placeSegments(elf, address);
        }
        if (image instanceof BootImage.LinuxImage linux) {
            return placeFlat(linux, linux.content(), linux.header().imageSize(), address);
        }
        return placeFlat(image, ((BootImage.Flat) image).content(), 0, address);
    }

    void placeExtra(BootRequest.Extra extra) throws BootException {
        BootImage image = extra.address().isPresent()
                ? new BootImage.Flat(extra.file(), HostFile.read(extra.file()))
                : ImageReader.read(extra.file());
        if (extra.address().isEmpty() && !(image instanceof BootImage.Elf)) {
            throw new BootException(extra.file() + " is a " + image.kind()
                    + ": say where it goes, -device loader,file=" + extra.file() + ",addr=0x...");
        }
        place(image, extra.address().orElse(0L));
    }

    private long placeFlat(BootImage image, byte[] content, long memorySize, long address)
            throws BootException {
        Piece piece = new Piece(image.name(), address, ByteBuffer.wrap(content),
                Math.max(content.length, memorySize));
        layout.add(piece);
        tell(image.name() + ": " + image.kind() + " at " + Hex.address(piece.address()) + ".."
                + Hex.address(piece.end()));
        return address;
    }

    private long placeSegments(BootImage.Elf elf, long address) throws BootException {
        long lowest = lowest(elf);
        long shift = isRelocatable(elf, lowest) ? address - lowest : 0;
        long begin = Long.MAX_VALUE;
        long end = 0;
        for (ElfSegment segment : elf.file().loadSegments()) {
            Piece piece = new Piece(elf.name(), unsigned(segment.physicalAddress()) + shift,
                    segment.data(), unsigned(segment.memorySize()));
            piece = withoutElfHeader(elf, segment, piece);
            layout.add(piece);
            begin = Math.min(begin, piece.address());
            end = Math.max(end, piece.end());
        }
        long entry = isLinux(elf) ? lowest + shift : entry(elf.file()) + shift;
        tell(elf.name() + ": " + elf.kind()
                + (shift != 0 ? " linked at " + Hex.address(lowest) + ", loaded" : "")
                + " at " + Hex.address(begin) + ".." + Hex.address(end));
        return entry;
    }

    /**
     * Linkers put the ELF header in front of the first section, in the same segment: a program
     * linked at the start of RAM then seems to begin below it. Nobody misses the header.
     */
    private Piece withoutElfHeader(BootImage.Elf elf, ElfSegment segment, Piece piece) {
        long excess = layout.base() - piece.address();
        boolean header = excess > 0 && excess < piece.bytes().remaining()
                && ElfFile.isElf(segment.bytes());
        int firstAddress = segment.virtualAddress();
        boolean needed = elf.file().sections().stream().filter(ElfSection::isAllocated)
                .anyMatch(s -> unsigned(s.address() - firstAddress) < excess);
        return header && !needed ? piece.from(layout.base()) : piece;
    }

    private static long entry(ElfFile file) throws BootException {
        try {
            return unsigned(file.physicalEntry());
        } catch (ElfException e) {
            throw new BootException(e.getMessage());
        }
    }

    /**
     * Whether a program may be put elsewhere than it says: it is position independent, or Linux,
     * and says a place where no RAM is.
     */
    private boolean isRelocatable(BootImage.Elf elf, long lowest) {
        return lowest < layout.base()
                && (elf.file().type() == ElfFile.Type.POSITION_INDEPENDENT || isLinux(elf));
    }

    /** Whether a program starts below a physical address, as far as it can be started at all. */
    static boolean startsBelow(BootImage.Elf elf, long limit) throws BootException {
        return entry(elf.file()) < limit;
    }

    /** The lowest physical address at which an ELF file loads something. */
    private static long lowest(BootImage.Elf elf) {
        return unsigned(first(elf.file()).physicalAddress());
    }

    private static ElfSegment first(ElfFile file) {
        return Collections.min(file.loadSegments(),
                (a, b) -> Integer.compareUnsigned(a.physicalAddress(), b.physicalAddress()));
    }

    /** Linux's header: that of an Image, or of a {@code vmlinux}, which begins with the same. */
    static Optional<LinuxHeader> linuxHeader(BootImage image) {
        if (image instanceof BootImage.Elf elf) {
            return LinuxHeader.read(first(elf.file()).bytes());
        }
        return image instanceof BootImage.LinuxImage linux ? Optional.of(linux.header())
                : Optional.empty();
    }

    private static boolean isLinux(BootImage image) {
        return linuxHeader(image).isPresent();
    }

    private static long unsigned(int word) {
        return word & 0xffff_ffffL;
    }
}
