package cleave.emulator.engine.translate;

import cleave.emulator.engine.LoadUse;
import cleave.emulator.hart.TimingModel;
import cleave.emulator.memory.Bytes;
import cleave.emulator.memory.PhysicalMemory;
import cleave.toolchain.isa.CompressedInstruction;
import cleave.toolchain.isa.Effect;
import cleave.toolchain.isa.Instruction;
import cleave.toolchain.isa.Operands;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Chooses what becomes one region: from its entrance on along the ways that the profile has seen,
 * the most frequent first, over branches, calls and returns, until it is large enough. A function
 * that is called from several places is in it once; its return looks where it came from.
 */
final class RegionPlanner {
    /** The places an indirect jump is compared with. */
    private static final int MOST_TARGETS = 6;
    /** The bytes after an instruction on which its load-use stall depends. */
    private static final int PEEK = 4;
    /** A way is cold when it was seen less often than the entrance, by this factor. */
    private static final int COLD = 64;

    private final byte[] bytes;
    private final TimingModel timing;
    private final Profile profile;
    private final int[] fetch;
    private final int most;
    private final IntPredicate avoided;

    private final Map<Integer, GuestInstruction> chosen = new HashMap<>();
    private final Map<Integer, int[]> targets = new HashMap<>();
    private final PriorityQueue<Way> ways =
            new PriorityQueue<>(Comparator.comparingInt((Way way) -> -way.weight));
    private final CodePages pages = new CodePages();

    private record Way(int pc, int weight) {
    }

    /**
     * @param most instructions that a region may have
     * @param avoided where it shall not go
     */
    RegionPlanner(byte[] bytes, TimingModel timing, Profile profile, int[] fetch, int most,
            IntPredicate avoided) {
        this.bytes = bytes;
        this.timing = timing;
        this.profile = profile;
        this.fetch = fetch;
        this.most = most;
        this.avoided = avoided;
    }

    /** The region that begins at {@code pc}; null when nothing there can be translated. */
    RegionPlan plan(int pc) {
        profile.summarise();
        int threshold = Math.max(1, profile.executed(pc) / COLD);
        follow(pc);
        while (chosen.size() < most && !ways.isEmpty()) {
            Way way = ways.poll();
            if (way.weight >= threshold && !avoided.test(way.pc)) {
                follow(way.pc);
            }
        }
        GuestInstruction first = chosen.get(pc);
        if (first == null || first.isForeign()) {
            return null;
        }
        return new RegionPlan(order(pc), pages);
    }

    /** Takes the instructions at {@code start} up to a jump or to one that is there already. */
    private void follow(int start) {
        int pc = start;
        while (chosen.size() < most && !chosen.containsKey(pc)) {
            GuestInstruction instruction = decode(pc);
            if (instruction == null) {
                return;
            }
            chosen.put(pc, instruction);
            if (instruction.isIndirect()) {
                int[] known = profile.targets(pc, MOST_TARGETS);
                targets.put(pc, known);
                for (int target : known) {
                    ways.add(new Way(target, profile.taken(pc, target)));
                }
                return;
            }
            if (instruction.isBranch() || instruction.isJump()) {
                int target = instruction.target();
                ways.add(new Way(target, profile.taken(pc, target)));
            }
            if (instruction.isBranch()) {
                int next = instruction.next();
                ways.add(new Way(next,
                        profile.executed(pc) - profile.taken(pc, instruction.target())));
            }
            if (instruction.endsBlock()) {
                return;
            }
            pc = instruction.next();
        }
    }

    /** The instruction at {@code pc}; null when it cannot be fetched here and now. */
    private GuestInstruction decode(int pc) {
        int entry = fetch[pc >>> 12];
        int inPage = pc & PhysicalMemory.PAGE_SIZE - 1;
        if (entry < 0 || !pages.admits(pc >>> 12)) {
            return null;
        }
        int word = Bytes.getShort(bytes, entry + inPage) & 0xffff;
        int length = 2;
        if (Operands.isCompressed(word)) {
            word = CompressedInstruction.expand(word);
        } else if (inPage + 4 > PhysicalMemory.PAGE_SIZE) {
            return null;
        } else {
            word = Bytes.getInt(bytes, entry + inPage);
            length = 4;
        }
        pages.cover(pc >>> 12, entry, inPage, length + PEEK);
        Instruction instruction = Instruction.decode(word);
        if (instruction == null) {
            return new GuestInstruction(pc, null, word, length, 0);
        }
        int cost = timing.cost(instruction);
        if (instruction.effect() instanceof Effect.Load && timing.loadUse() != 0
                && LoadUse.stalls(bytes, entry + inPage, length, Operands.rd(word))) {
            cost += timing.loadUse();
        }
        return new GuestInstruction(pc, instruction, word, length, cost);
    }

    /** The blocks, each before those it leads to, as far as loops allow. */
    private List<RegionPlan.Block> order(int entrance) {
        Set<Integer> leaders = leaders(entrance);
        Map<Integer, RegionPlan.Block> blocks = new HashMap<>();
        for (int leader : leaders) {
            blocks.put(leader, block(leader, leaders));
        }
        Deque<RegionPlan.Block> ordered = new ArrayDeque<>();
        visit(entrance, blocks, ordered);
        return new ArrayList<>(ordered);
    }

    private Set<Integer> leaders(int entrance) {
        Set<Integer> leaders = new HashSet<>();
        leaders.add(entrance);
        for (GuestInstruction instruction : chosen.values()) {
            for (int successor : successors(instruction)) {
                if (chosen.containsKey(successor)) {
                    leaders.add(successor);
                }
            }
        }
        return leaders;
    }

    /** Where control may go that does not simply run on. */
    private int[] successors(GuestInstruction instruction) {
        if (instruction.isBranch()) {
            return new int[] {instruction.target(), instruction.next()};
        }
        if (instruction.isIndirect()) {
            return targets.get(instruction.pc());
        }
        return instruction.isJump() ? new int[] {instruction.target()} : new int[0];
    }

    private RegionPlan.Block block(int leader, Set<Integer> leaders) {
        List<GuestInstruction> instructions = new ArrayList<>();
        GuestInstruction instruction = chosen.get(leader);
        do {
            instructions.add(instruction);
            instruction = instruction.endsBlock() ? null : chosen.get(instruction.next());
        } while (instruction != null && !leaders.contains(instruction.pc()));
        int last = instructions.get(instructions.size() - 1).pc();
        return new RegionPlan.Block(instructions, profile.executed(leader),
                targets.getOrDefault(last, new int[0]));
    }

    /** Reverse postorder, without recursion. */
    private void visit(int entrance, Map<Integer, RegionPlan.Block> blocks,
            Deque<RegionPlan.Block> ordered) {
        Set<Integer> seen = new HashSet<>();
        Deque<Integer> path = new ArrayDeque<>();
        Deque<Deque<Integer>> rest = new ArrayDeque<>();
        seen.add(entrance);
        path.push(entrance);
        rest.push(next(blocks.get(entrance), blocks));
        while (!path.isEmpty()) {
            Integer successor = rest.peek().poll();
            if (successor == null) {
                rest.pop();
                ordered.addFirst(blocks.get(path.pop()));
            } else if (seen.add(successor)) {
                path.push(successor);
                rest.push(next(blocks.get(successor), blocks));
            }
        }
    }

    private Deque<Integer> next(RegionPlan.Block block, Map<Integer, RegionPlan.Block> blocks) {
        GuestInstruction last = block.last();
        Deque<Integer> next = new ArrayDeque<>();
        int[] all = last.endsBlock() ? successors(last) : new int[] {last.next()};
        for (int successor : all) {
            if (blocks.containsKey(successor)) {
                next.add(successor);
            }
        }
        return next;
    }
}
