package cleave.toolchain.compiler.backend.select;

import cleave.toolchain.compiler.backend.machine.Insn;
import cleave.toolchain.compiler.backend.machine.MachineBlock;
import cleave.toolchain.compiler.backend.machine.MachineCode;
import cleave.toolchain.compiler.ir.Block;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The registers that have constants and addresses. Outside loops one is made where it is first used
 * in a block; what a loop uses is made before the outermost loop. The allocator may undo that: it
 * makes constants anew when registers are short.
 */
final class ConstantPool {
    private record Key(Insn.Kind kind, int immediate, Object aux) {
    }

    private record Place(Block block, Key key) {
    }

    private final MachineCode code;
    private final LoopNest loops;
    private final Map<Key, Integer> local = new HashMap<>();
    private final Map<Place, Integer> hoisted = new HashMap<>();
    private final Map<Block, List<Insn>> pending = new LinkedHashMap<>();
    private Block block;
    private Block home;
    private List<Insn> insns;

    ConstantPool(MachineCode code, LoopNest loops) {
        this.code = code;
        this.loops = loops;
    }

    /** What is asked for next is used in {@code block}, whose instructions go to {@code insns}. */
    void enter(Block newBlock, MachineBlock machineBlock) {
        block = newBlock;
        home = loops.home(newBlock);
        insns = machineBlock.insns();
        local.clear();
    }

    /** Instructions go to another block from now on, where registers may not be known. */
    void goOn(MachineBlock machineBlock) {
        local.clear();
        insns = machineBlock.insns();
    }

    boolean inLoop() {
        return home != block;
    }

    /** The register that has what {@code insn} makes. */
    int register(Insn insn) {
        Key key = new Key(insn.kind(), insn.immediate(), insn.aux());
        if (!inLoop()) {
            return local.computeIfAbsent(key, unused -> {
                int register = code.newRegister();
                insns.add(insn.defining(register));
                return register;
            });
        }
        return hoisted.computeIfAbsent(new Place(home, key), unused -> {
            int register = code.newRegister();
            pending.computeIfAbsent(home, none -> new ArrayList<>())
                    .add(insn.defining(register).at(null));
            return register;
        });
    }

    /** What is to be made at the end of each block, before it goes on. */
    Map<Block, List<Insn>> pending() {
        return pending;
    }
}
