package cleave.tests.firmware;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cleave.emulator.device.ConsolePort;
import cleave.emulator.engine.Engine;
import cleave.emulator.engine.EngineKind;
import cleave.emulator.engine.translate.TranslatingEngine;
import cleave.emulator.hart.Hart;
import cleave.emulator.machine.Machine;
import cleave.emulator.state.HashingStateWriter;
import cleave.guestos.build.GreetingProgram;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The greeting on every engine: the same state, devices included, at every checkpoint. */
class EnginesAgreeTest {
    private static final long RAM = 0x8000_0000L;
    private static final int CHECKPOINTS = 60;
    private static final int CYCLES = 997;

    private static List<String> hashes(Function<Hart, Engine> engine) {
        Deque<Integer> input = new ArrayDeque<>();
        "hello\rone line more\rexit\r".chars().forEach(input::add);
        byte[] program = GreetingProgram.build().assembly().flat();
        Machine machine = Machine.builder().memory(1 << 20).engine(engine)
                .serial(new ConsolePort() {
                    @Override
                    public void put(int value) {
                    }

                    @Override
                    public int take() {
                        return hasInput() ? input.remove() : -1;
                    }

                    @Override
                    public boolean hasInput() {
                        return !input.isEmpty();
                    }
                }).build();
        machine.addBootAction(() -> {
            machine.memory().load(RAM, program, 0, program.length);
            machine.hart().pc = (int) RAM;
        });
        List<String> hashes = new ArrayList<>();
        for (int checkpoint = 0; checkpoint < CHECKPOINTS; checkpoint++) {
            String reason = machine.run(CYCLES).toString();
            HashingStateWriter hash = new HashingStateWriter();
            machine.save(hash);
            hashes.add(reason + " " + hash.finishHex());
        }
        return hashes;
    }

    @Test
    void stateIsTheSameAtEveryCheckpoint() {
        List<String> expected = hashes(EngineKind.REFERENCE::create);
        assertEquals(expected, hashes(EngineKind.INTERPRETER::create));
        assertEquals(expected, hashes(EngineKind.TRANSLATOR::create));
        assertEquals(expected, hashes(TranslatingEngine::eager));
    }
}
