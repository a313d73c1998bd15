package cleave.tests.firmware;

import cleave.emulator.device.ConsolePort;
import cleave.emulator.engine.EngineKind;
import cleave.emulator.firmware.SbiFirmware;
import cleave.emulator.hart.HartOptions;
import cleave.emulator.machine.Machine;
import cleave.emulator.machine.StopReason;
import cleave.guestos.firmware.Firmware;
import cleave.toolchain.isa.Register;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A machine of ours with a kernel, and what becomes of it. */
final class KernelRun implements ConsolePort {
    static final long DEVICE_TREE = 0x8700_0000L;

    private static final int MEMORY = 128 << 20;
    private static final long FIRMWARE = 0x8000_0000L;
    private static final long MOST_CYCLES = 500_000_000;

    private final StringBuilder output = new StringBuilder();
    private final Machine machine;
    private int typed;
    private StopReason reason;

    private KernelRun(EngineKind engine, HartOptions options, byte[] kernel) {
        byte[] tree = deviceTree();
        machine = Machine.builder().memory(MEMORY).engine(engine).options(options).serial(this)
                .build();
        machine.setRebootAllowed(false);
        machine.addBootAction(() -> {
            machine.memory().load(SbiTestKernel.ADDRESS & 0xffff_ffffL, kernel, 0, kernel.length);
            machine.memory().load(DEVICE_TREE, tree, 0, tree.length);
        });
    }

    /** With the firmware that is built in to the machine. */
    static KernelRun builtIn(EngineKind engine, HartOptions options, byte[] kernel) {
        KernelRun run = new KernelRun(engine, options, kernel);
        SbiFirmware firmware = new SbiFirmware(run.machine);
        run.machine.addBootAction(
                () -> firmware.boot(SbiTestKernel.ADDRESS, (int) DEVICE_TREE));
        return run;
    }

    /** With the firmware in machine code. */
    static KernelRun machineCode(EngineKind engine, HartOptions options, byte[] kernel) {
        KernelRun run = new KernelRun(engine, options, kernel);
        byte[] firmware = Firmware.assemble().flat();
        Machine machine = run.machine;
        machine.addBootAction(() -> {
            machine.memory().load(FIRMWARE, firmware, 0, firmware.length);
            machine.hart().setX(Register.A1.number(), (int) DEVICE_TREE);
            machine.hart().pc = (int) FIRMWARE;
        });
        return run;
    }

    /** Runs to the end; the result is this. */
    KernelRun toTheEnd() {
        reason = machine.run(MOST_CYCLES);
        return this;
    }

    Machine machine() {
        return machine;
    }

    /** What the kernel has printed. */
    String console() {
        return output.toString();
    }

    StopReason reason() {
        return reason;
    }

    @Override
    public void put(int value) {
        output.append((char) value);
    }

    @Override
    public int take() {
        return hasInput() ? SbiTestKernel.INPUT.charAt(typed++) : -1;
    }

    @Override
    public boolean hasInput() {
        return typed < SbiTestKernel.INPUT.length();
    }

    /** The smallest device tree there is: a root node without properties, version 17. */
    static byte[] deviceTree() {
        int reservations = 40;
        int structure = reservations + 16;
        int strings = structure + 16;
        byte[] names = "unused\0".getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(strings + names.length)
                .putInt(0xd00d_feed).putInt(strings + names.length).putInt(structure)
                .putInt(strings).putInt(reservations).putInt(17).putInt(16).putInt(0)
                .putInt(names.length).putInt(16)
                .putLong(0).putLong(0)
                .putInt(1).putInt(0).putInt(2).putInt(9)
                .put(names).array();
    }
}
