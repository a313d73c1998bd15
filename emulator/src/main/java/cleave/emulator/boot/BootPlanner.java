package cleave.emulator.boot;

import cleave.emulator.boot.BootRequest.Firmware;
import cleave.emulator.machine.Machine;
import cleave.toolchain.elf.ElfFile;
import cleave.toolchain.isa.PrivilegeMode;
import cleave.toolchain.text.Hex;
import cleave.toolchain.text.Sizes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides what goes where, as QEMU's {@code virt} does for RV32: M-mode code at the beginning of
 * RAM, kernels for S-mode at the next multiple of 4 MiB unless they are ELF and say otherwise, an
 * initial RAM disk in the middle of RAM, the device tree at the end.
 */
public final class BootPlanner {
    /** Where a kernel for S-mode is put that does not say itself, from the start of RAM. */
    static final long KERNEL_OFFSET = 0x40_0000;
    /** What is linked below this, from the start of RAM, takes the place of firmware. */
    private static final long SUPERVISOR_OFFSET = 0x20_0000;
    private static final long INITRD_OFFSET_MOST = 128 << 20;
    private static final long PAGE = 4096;
    /** The room for a device tree, and what its address is a multiple of. */
    private static final long DEVICE_TREE_ROOM = 1 << 20;
    private static final long DEVICE_TREE_ALIGNMENT = 2 << 20;

    private final BootRequest request;
    private final DeviceTreeSource deviceTrees;
    private final Layout layout;
    private final Placement placement;
    private final List<ElfFile> programs = new ArrayList<>();
    private Optional<Path> disk = Optional.empty();
    private Optional<String> commandLine;

    private BootPlanner(BootRequest request, DeviceTreeSource deviceTrees, long ramBase,
            long ramSize) {
        this.request = request;
        this.deviceTrees = deviceTrees;
        this.layout = new Layout(ramBase, ramSize);
        this.placement = new Placement(layout);
        this.commandLine = request.commandLine();
    }

    /** Reads the files of the request and finds a place for each. */
    public static BootPlan plan(BootRequest request, DeviceTreeSource deviceTrees, long ramBase,
            long ramSize) throws BootException {
        return new BootPlanner(request, deviceTrees, ramBase, ramSize).plan();
    }

    /** A plan for {@code machine}, with its own device tree and no random seed in it. */
    public static BootPlan plan(BootRequest request, Machine machine) throws BootException {
        long ramSize = machine.memory().ramSize();
        MachineTree tree = new MachineTree(
                ramSize, machine.hart().options().isa(), Optional.empty());
        return plan(request, tree, machine.memory().ramBase(), ramSize);
    }

    private BootPlan plan() throws BootException {
        Optional<BootImage> kernel = readKernel();
        Firmware firmware = request.firmware() instanceof Firmware.Automatic
                ? choose(kernel.orElseThrow(BootPlanner::nothingToBoot)) : request.firmware();
        Optional<BootImage> binary = Optional.empty();
        if (firmware instanceof Firmware.Binary file) {
            binary = Optional.of(ImageReader.read(file.file()));
            placement.place(binary.get(), layout.base());
        } else if (kernel.isEmpty()) {
            throw nothingToBoot();
        }
        boolean machineMode = firmware instanceof Firmware.None;
        long kernelStart = machineMode ? layout.base() : kernelStart();
        long entry = kernel.isPresent() ? placement.place(kernel.get(), kernelStart) : 0;
        kernel.ifPresent(this::remember);
        binary.ifPresent(this::remember);
        for (BootRequest.Extra extra : request.extras()) {
            placement.placeExtra(extra);
        }
        long deviceTree = finish(kernel.isPresent() ? entry : kernelStart);
        if (firmware instanceof Firmware.BuiltIn) {
            return result(entry, PrivilegeMode.SUPERVISOR, deviceTree, layout.pieces(),
                    "S-mode on the built-in SBI");
        }
        long start = startOfMachineMode(entry);
        List<Piece> pieces = new ArrayList<>(layout.pieces());
        pieces.add(ResetVector.make(start, deviceTree, entry));
        return result(start, PrivilegeMode.MACHINE, deviceTree, pieces, "M-mode");
    }

    private static BootException nothingToBoot() {
        return new BootException("nothing to boot: name a kernel, a program or a disk image, for "
                + "example cleave boot kernel.elf");
    }

    private BootPlan result(long start, PrivilegeMode mode, long deviceTree, List<Piece> pieces,
            String how) {
        String begin = how + " from " + Hex.address(start);
        return new BootPlan(List.copyOf(pieces), start, mode, deviceTree, List.copyOf(programs),
                disk, placement.story() + "; " + begin);
    }

    private void remember(BootImage image) {
        if (image instanceof BootImage.Elf elf) {
            programs.add(elf.file());
        }
    }

    private Optional<BootImage> readKernel() throws BootException {
        if (request.kernel().isEmpty()) {
            return Optional.empty();
        }
        Path path = HostFile.find(request.kernel().get());
        if (!KernelOnDisk.isDisk(path)) {
            return Optional.of(ImageReader.read(request.kernel().get()));
        }
        KernelOnDisk found = KernelOnDisk.find(path);
        disk = Optional.of(path);
        if (commandLine.isEmpty() && Placement.linuxHeader(found.kernel()).isPresent()) {
            commandLine = Optional.of("root=/dev/vda" + (found.partition() == 0 ? ""
                    : found.partition()) + " rw");
        }
        return Optional.of(found.kernel());
    }

    private Firmware choose(BootImage kernel) throws BootException {
        Optional<LinuxHeader> linux = Placement.linuxHeader(kernel);
        boolean low = false;
        if (linux.isPresent()) {
            // Kernels that are built for M-mode want to be at the very start of RAM.
            low = linux.get().textOffset() == 0;
        } else if (kernel instanceof BootImage.Elf elf) {
            low = Placement.startsBelow(elf, layout.base() + SUPERVISOR_OFFSET);
        }
        return low ? new Firmware.None() : new Firmware.BuiltIn();
    }

    private long kernelStart() {
        long behind = Math.max(layout.top(), layout.base() + 1);
        return (behind + KERNEL_OFFSET - 1) / KERNEL_OFFSET * KERNEL_OFFSET;
    }

    /** QEMU enters at the start of RAM whatever an ELF header says, and guests rely on it. */
    private long startOfMachineMode(long entry) {
        return layout.isFree(layout.base(), 1) ? entry : layout.base();
    }

    /** Places initial RAM disk and device tree; the address of the latter, or 0. */
    private long finish(long kernelStart) throws BootException {
        long deviceTree = (layout.end() - DEVICE_TREE_ROOM) / DEVICE_TREE_ALIGNMENT
                * DEVICE_TREE_ALIGNMENT;
        deviceTree = Math.max(deviceTree, layout.base());
        DeviceTreeSource.Chosen chosen = new DeviceTreeSource.Chosen(commandLine, 0, 0);
        if (request.initrd().isPresent()) {
            Piece initrd = initrd(request.initrd().get(), kernelStart, deviceTree);
            layout.add(initrd);
            placement.tell("initrd " + initrd.describe());
            chosen = new DeviceTreeSource.Chosen(commandLine, initrd.address(), initrd.end());
        }
        byte[] tree = deviceTrees.flatten(chosen);
        if (tree.length == 0) {
            return 0;
        }
        if (!layout.isFree(deviceTree, tree.length)) {
            deviceTree = (layout.end() - tree.length) / PAGE * PAGE;
        }
        layout.add(new Piece("device tree", deviceTree, tree));
        return deviceTree;
    }

    /** In the middle of RAM, where QEMU puts it; or below the device tree, if there is no room. */
    private Piece initrd(String file, long kernelStart, long deviceTree) throws BootException {
        byte[] content = HostFile.read(file);
        long start = (kernelStart + Math.min(layout.size() / 2, INITRD_OFFSET_MOST)) / PAGE * PAGE;
        boolean fits = start + content.length <= deviceTree && layout.isFree(start, content.length);
        long address = fits ? start : (deviceTree - content.length) / PAGE * PAGE;
        if (!layout.isFree(address, content.length)) {
            throw new BootException(String.format("%s has %s, for which there is no room between "
                    + "0x%08x and 0x%08x: it %s", file, Sizes.format(content.length), layout.top(),
                    deviceTree, layout.outside(layout.top() + content.length
                            + DEVICE_TREE_ALIGNMENT + DEVICE_TREE_ROOM)));
        }
        return new Piece(file, address, content);
    }
}
