package cleave.emulator.boot;

import cleave.toolchain.elf.ElfException;
import cleave.toolchain.elf.ElfFile;
import cleave.toolchain.elf.ElfSegment;
import cleave.toolchain.isa.PrivilegeMode;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides what goes where, as QEMU's {@code virt} does for RV32: M-mode code starts at the
 * beginning of RAM, kernels for S-mode lie 4 MiB behind it unless they are ELF and say otherwise.
 */
public final class BootPlanner {
    /** Where a kernel that does not say itself is put, from the start of RAM. */
    static final long KERNEL_OFFSET = 0x40_0000;
    /** What is linked below this, from the start of RAM, takes the place of firmware: M-mode. */
    private static final long LOWEST_SUPERVISOR_OFFSET = 0x20_0000;

    private final BootRequest request;
    private final Layout layout;
    private final List<String> story = new ArrayList<>();

    private BootPlanner(BootRequest request, long ramBase, long ramSize) {
        this.request = request;
        this.layout = new Layout(ramBase, ramSize);
    }

    /** Reads the files of the request and finds a place for each. */
    public static BootPlan plan(BootRequest request, long ramBase, long ramSize)
            throws BootException {
        return new BootPlanner(request, ramBase, ramSize).plan();
    }

    private BootPlan plan() throws BootException {
        if (request.firmware() instanceof BootRequest.Firmware.Binary firmware) {
            place(ImageReader.read(firmware.file()), layout.base());
        }
        BootImage kernel = ImageReader.read(request.kernel().orElseThrow(() -> new BootException(
                "nothing to boot: give a kernel or program, for example cleave boot kernel.elf")));
        long entry = place(kernel, layout.base());
        ElfFile program = kernel instanceof BootImage.Elf elf ? elf.file() : null;
        return new BootPlan(layout.pieces(), startInMachineMode(entry), PrivilegeMode.MACHINE, 0,
                program, String.join("; ", story));
    }

    /** QEMU enters at the start of RAM whatever the ELF header says, and guests rely on it. */
    private long startInMachineMode(long entry) {
        boolean covered = !layout.isFree(layout.base(), 1);
        return covered ? layout.base() : entry;
    }

    /** Places an image, at {@code address} if it is not ELF, and returns its entry. */
    private long place(BootImage image, long address) throws BootException {
        if (image instanceof BootImage.Elf elf) {
            return placeSegments(elf);
        }
        byte[] content = image instanceof BootImage.LinuxImage linux ? linux.content()
                : ((BootImage.Flat) image).content();
        Piece piece = new Piece(image.name(), address, content);
        layout.add(piece);
        story.add(image.name() + ": " + image.kind() + String.format(" at 0x%08x..0x%08x",
                piece.address(), piece.end()));
        return address;
    }

    private long placeSegments(BootImage.Elf elf) throws BootException {
        long lowest = Long.MAX_VALUE;
        long end = 0;
        for (ElfSegment segment : elf.file().loadSegments()) {
            Piece piece = new Piece(elf.name(), segment.physicalAddress() & 0xffff_ffffL,
                    segment.data(), segment.memorySize() & 0xffff_ffffL);
            layout.add(piece);
            lowest = Math.min(lowest, piece.address());
            end = Math.max(end, piece.end());
        }
        try {
            long entry = elf.file().physicalEntry() & 0xffff_ffffL;
            story.add(String.format("%s: ELF32 at 0x%08x..0x%08x, entry 0x%08x", elf.name(),
                    lowest, end, entry));
            return entry;
        } catch (ElfException e) {
            throw new BootException(e.getMessage());
        }
    }
}
