package cleave.tests.equivalence;

import cleave.emulator.engine.Engine;
import cleave.emulator.hart.Hart;
import cleave.emulator.hart.HartOptions;
import cleave.emulator.machine.Machine;
import cleave.toolchain.elf.ElfImage;
import cleave.toolchain.elf.ElfSection;
import cleave.toolchain.elf.ElfWriter;
import cleave.toolchain.isa.Disassembler;
import cleave.toolchain.isa.Operands;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * A program that starts by itself: what is in RAM, and instructions one behind the other from
 * {@link Place#CODE} on.
 *
 * @param seed makes it again, see {@link ProgramMaker}
 * @param options of the hart it is run on
 * @param ram everything but the code, {@link Place#END} bytes
 * @param code instructions of two or four bytes
 */
record RandomProgram(long seed, HartOptions options, byte[] ram, List<Integer> code)
        implements Subject {
    static final int NOP = 0x13;
    static final int SHORT_NOP = 0x01;

    static int length(int word) {
        return Operands.isCompressed(word) ? 2 : 4;
    }

    private static boolean isNop(int word) {
        return word == NOP || word == SHORT_NOP;
    }

    /** How many of the instructions do something. */
    int size() {
        return (int) code.stream().filter(word -> !isNop(word)).count();
    }

    RandomProgram with(List<Integer> other) {
        return new RandomProgram(seed, options, ram, List.copyOf(other));
    }

    /** With other words in place of those from {@code from} to {@code to}, of the same lengths. */
    RandomProgram without(int from, int to) {
        List<Integer> fewer = new ArrayList<>(code);
        for (int i = from; i < to; i++) {
            fewer.set(i, length(code.get(i)) == 2 ? SHORT_NOP : NOP);
        }
        return with(fewer);
    }

    @Override
    public String name() {
        return "seed " + seed + ", " + options;
    }

    /** RAM from its start, code and its copy included. */
    byte[] image() {
        byte[] image = Arrays.copyOf(ram, Place.END);
        int at = Place.CODE;
        for (int word : code) {
            for (int i = 0; i < length(word); i++) {
                image[at++] = (byte) (word >> 8 * i);
            }
        }
        System.arraycopy(image, Place.CODE, image, Place.COPY, Place.CODE_SIZE);
        return image;
    }

    /** The whole program for {@code cleave run} and {@code tests/equivalence --elf}. */
    byte[] elf() {
        return ElfWriter.write(new ElfImage(Place.RAM, ElfImage.RVC,
                List.of(ElfSection.text(".text", Place.RAM, image())), List.of()));
    }

    @Override
    public Machine machine(Function<Hart, Engine> engine) {
        byte[] image = image();
        Machine machine = Machine.builder().memory(Place.RAM_SIZE).engine(engine).options(options)
                .build();
        machine.setRebootAllowed(false);
        machine.addBootAction(() -> {
            machine.memory().load(Integer.toUnsignedLong(Place.RAM), image, 0, image.length);
            machine.hart().pc = Place.RAM;
        });
        return machine;
    }

    /** Its instructions in assembly language, without those that do nothing. */
    String listing() {
        StringBuilder text = new StringBuilder();
        int at = Place.RAM + Place.CODE;
        for (int word : code) {
            if (!isNop(word)) {
                text.append(String.format("  %08x  %s%n", at,
                        Disassembler.exact().disassemble(at, word)));
            }
            at += length(word);
        }
        return text.toString();
    }
}
