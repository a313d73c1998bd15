package cleave.emulator.engine.interpreter;

import cleave.emulator.hart.FlightRecorder;
import cleave.emulator.hart.Hart;
import cleave.emulator.memory.Bytes;
import cleave.emulator.mmu.Mmu;
import cleave.toolchain.isa.Alu;
import cleave.toolchain.isa.Condition;
import java.lang.invoke.MethodHandles;

/**
 * Executes decoded blocks, one after the other, until something has to be done outside.
 *
 * <p>This class is never used under its own name: {@link BlockLoop#of} defines it again for each
 * machine, as a hidden class whose class data is the machine. So what it works on are constants to
 * HotSpot, which then knows addresses and lengths, and neither loads nor checks them; and so these
 * static fields are the state of one machine and of no other.
 *
 * <p>The method {@link #run} is longer than methods should be because it is compiled as a whole,
 * and its shape is what HotSpot makes the best of: the index is the only value that lives from one
 * operation to the next, and nothing lives across a call. What is tried and measured is told in
 * {@code benchmarks/README.md}.
 */
final class HotLoop implements BlockLoop {
    private static final Wiring WIRING = wiring();
    private static final Hart HART = WIRING.hart();
    private static final Mmu MMU = HART.mmu();
    private static final CodeCache CACHE = WIRING.cache();
    private static final FlightRecorder RECORDER = HART.recorder();
    private static final int[] X = HART.x;
    private static final byte[] BYTES = MMU.bus().memory().bytes();
    private static final long[] CODE = CACHE.code();
    private static final long[] CHARGES = CACHE.charges();
    private static final long[] EDGES = CACHE.edges();
    private static final long[] RING = RECORDER.ring();
    private static final Ledger LEDGER = WIRING.ledger();

    private static Wiring wiring() {
        try {
            return MethodHandles.classData(MethodHandles.lookup(), "_", Wiring.class);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("a class may read its own data", e);
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>In short: an operation is done and the next one is taken ({@code continue}), is left to
     * {@link Outside} ({@code return}), or is a jump within the page, done at the end.
     */
    @Override
    public int run(int start) {
        int i = start;
        while (true) {
            long word = CODE[i];
            int op = Word.op(word);
            int rd = Word.rd(word);
            int rs1 = Word.rs1(word);
            int rs2 = Word.rs2(word);
            int immediate = Word.immediate(word);
            i++;
            if (op < Op.LOADS) {
                switch (op) {
                    case Op.ADDI:
                        X[rd] = X[rs1] + immediate;
                        continue;
                    case Op.ADD:
                        X[rd] = X[rs1] + X[rs2];
                        continue;
                    case Op.MV:
                        X[rd] = X[rs1];
                        continue;
                    case Op.LI:
                        X[rd] = immediate;
                        continue;
                    case Op.SLLI:
                        X[rd] = X[rs1] << immediate;
                        continue;
                    case Op.SRLI:
                        X[rd] = X[rs1] >>> immediate;
                        continue;
                    case Op.ANDI:
                        X[rd] = X[rs1] & immediate;
                        continue;
                    default:
                        X[rd] = X[rs1] - X[rs2];
                        continue;
                }
            } else if (op < Op.BRANCHES) {
                int va = X[rs1] + immediate;
                int entry = MMU.loadEntries()[va >>> 12];
                if (entry < 0) {
                    return ~(i - 1);
                }
                int at = entry | va & 0xfff;
                switch (op) {
                    case Op.LW:
                        if ((va & 3) != 0) {
                            return ~(i - 1);
                        }
                        X[rd] = Bytes.getInt(BYTES, at);
                        continue;
                    case Op.LBU:
                        X[rd] = BYTES[at] & 0xff;
                        continue;
                    case Op.LHU:
                        if ((va & 1) != 0) {
                            return ~(i - 1);
                        }
                        X[rd] = Bytes.getShort(BYTES, at) & 0xffff;
                        continue;
                    case Op.LH:
                        if ((va & 1) != 0) {
                            return ~(i - 1);
                        }
                        X[rd] = Bytes.getShort(BYTES, at);
                        continue;
                    default:
                        X[rd] = BYTES[at];
                        continue;
                }
            } else if (op < Op.PLAIN_2) {
                switch (op) {
                    case Op.BNEZ:
                        if (X[rs1] == 0) {
                            continue;
                        }
                        break;
                    case Op.BEQZ:
                        if (X[rs1] != 0) {
                            continue;
                        }
                        break;
                    case Op.BNE:
                        if (X[rs1] == X[rs2]) {
                            continue;
                        }
                        break;
                    case Op.BEQ:
                        if (X[rs1] != X[rs2]) {
                            continue;
                        }
                        break;
                    case Op.BLT:
                        if (X[rs1] >= X[rs2]) {
                            continue;
                        }
                        break;
                    case Op.BGE:
                        if (X[rs1] < X[rs2]) {
                            continue;
                        }
                        break;
                    case Op.BLTU:
                        if (Condition.geu(X[rs1], X[rs2])) {
                            continue;
                        }
                        break;
                    default:
                        if (Condition.ltu(X[rs1], X[rs2])) {
                            continue;
                        }
                        break;
                }
            } else if (op < Op.STORES) {
                switch (op) {
                    case Op.XOR:
                        X[rd] = X[rs1] ^ X[rs2];
                        continue;
                    case Op.AND:
                        X[rd] = X[rs1] & X[rs2];
                        continue;
                    case Op.OR:
                        X[rd] = X[rs1] | X[rs2];
                        continue;
                    case Op.MUL:
                        X[rd] = X[rs1] * X[rs2];
                        continue;
                    case Op.SRAI:
                        X[rd] = X[rs1] >> immediate;
                        continue;
                    case Op.XORI:
                        X[rd] = X[rs1] ^ immediate;
                        continue;
                    case Op.ORI:
                        X[rd] = X[rs1] | immediate;
                        continue;
                    default:
                        X[rd] = Alu.sltu(X[rs1], immediate);
                        continue;
                }
            } else if (op < Op.TRANSFERS) {
                int va = X[rs1] + immediate;
                int entry = MMU.storeEntries()[va >>> 12];
                if (entry < 0) {
                    return ~(i - 1);
                }
                int at = entry | va & 0xfff;
                switch (op) {
                    case Op.SW:
                        if ((va & 3) != 0) {
                            return ~(i - 1);
                        }
                        Bytes.putInt(BYTES, at, X[rs2]);
                        continue;
                    case Op.SB:
                        BYTES[at] = (byte) X[rs2];
                        continue;
                    default:
                        if ((va & 1) != 0) {
                            return ~(i - 1);
                        }
                        Bytes.putShort(BYTES, at, X[rs2]);
                        continue;
                }
            } else if (op != Op.J) {
                i = seldom(word, i - 1);
                if (i < 0) {
                    return i;
                }
                continue;
            }
            // A jump or a taken branch within the page.
            long account = LEDGER.account + CHARGES[i - 1];
            LEDGER.account = account;
            long edge = LEDGER.page + EDGES[i - 1];
            RING[LEDGER.jumps++ & FlightRecorder.SIZE - 1] = edge;
            int block = Word.link(word);
            if ((int) account < (int) CODE[block]) {
                LEDGER.edge = edge;
                return LEFT | i - 1;
            }
            i = block + 1;
        }
    }

    /**
     * Executes what would only make the loop longer.
     *
     * @return the index of the next operation, or when negative what {@link #run} is to return
     */
    private static int seldom(long word, int index) {
        int rd = Word.rd(word);
        int rs1 = Word.rs1(word);
        int rs2 = Word.rs2(word);
        int immediate = Word.immediate(word);
        switch (Word.op(word)) {
            case Op.SLTU:
                X[rd] = Alu.sltu(X[rs1], X[rs2]);
                return index + 1;
            case Op.SLT:
                X[rd] = X[rs1] < X[rs2] + immediate ? 1 : 0;
                return index + 1;
            case Op.SLL:
                X[rd] = X[rs1] << X[rs2];
                return index + 1;
            case Op.SRL:
                X[rd] = X[rs1] >>> X[rs2];
                return index + 1;
            case Op.SRA:
                X[rd] = X[rs1] >> X[rs2];
                return index + 1;
            case Op.AUIPC:
                X[rd] = (int) LEDGER.page + immediate;
                return index + 1;
            case Op.MULHU:
                X[rd] = Alu.mulhu(X[rs1], X[rs2]);
                return index + 1;
            case Op.MULH:
                X[rd] = Alu.mulh(X[rs1], X[rs2]);
                return index + 1;
            case Op.DIV:
                X[rd] = Alu.div(X[rs1], X[rs2]);
                return index + 1;
            case Op.DIVU:
                X[rd] = Alu.divu(X[rs1], X[rs2]);
                return index + 1;
            case Op.REM:
                X[rd] = Alu.rem(X[rs1], X[rs2]);
                return index + 1;
            case Op.REMU:
                X[rd] = Alu.remu(X[rs1], X[rs2]);
                return index + 1;
            case Op.SH1ADD:
                X[rd] = Alu.sh1add(X[rs1], X[rs2]);
                return index + 1;
            case Op.SH2ADD:
                X[rd] = Alu.sh2add(X[rs1], X[rs2]);
                return index + 1;
            case Op.SH3ADD:
                X[rd] = Alu.sh3add(X[rs1], X[rs2]);
                return index + 1;
            case Op.JAL: {
                long edge = LEDGER.leave(CHARGES[index], EDGES[index]);
                RING[LEDGER.jumps++ & FlightRecorder.SIZE - 1] = edge;
                X[rd] = (int) (edge >> 32) + rs1;
                return enter(Word.link(word), index);
            }
            case Op.NEXT:
                LEDGER.leave(CHARGES[index], EDGES[index]);
                return enter(Word.link(word), index);
            case Op.JALR: {
                int target = X[rs1] + immediate & ~1;
                int at = (int) (LEDGER.leave(CHARGES[index], EDGES[index]) >> 32);
                int link = at + rs2;
                X[rd] = link;
                LEDGER.edge = (long) at << 32 | target & 0xffff_ffffL;
                if (target != link && target != at) {
                    RING[LEDGER.jumps++ & FlightRecorder.SIZE - 1] = LEDGER.edge;
                }
                return far(target);
            }
            case Op.JAL_FAR: {
                int at = (int) (LEDGER.leave(CHARGES[index], EDGES[index]) >> 32);
                int target = (int) LEDGER.page + immediate;
                X[rd] = at + rs1;
                LEDGER.edge = (long) at << 32 | target & 0xffff_ffffL;
                RING[LEDGER.jumps++ & FlightRecorder.SIZE - 1] = LEDGER.edge;
                return far(target);
            }
            case Op.NEXT_PAGE:
                return far((int) LEDGER.leave(CHARGES[index], EDGES[index]));
            case Op.FAR_BRANCH: {
                int at = (int) LEDGER.page + Word.farBranchFrom(word);
                int target = (int) LEDGER.page + immediate;
                LEDGER.edge = (long) at << 32 | target & 0xffff_ffffL;
                RING[LEDGER.jumps - 1 & FlightRecorder.SIZE - 1] = LEDGER.edge;
                return far(target);
            }
            default:
                return ~index;
        }
    }

    private static int enter(int block, int from) {
        return (int) LEDGER.account < (int) CODE[block] ? LEFT | from : block + 1;
    }

    /** Goes on at a place that is known only by its virtual address. */
    private static int far(int target) {
        int entry = MMU.fetchEntries()[target >>> 12];
        if (entry < 0) {
            return LEFT;
        }
        LEDGER.page = (target & 0xffff_f000L) * 0x1_0000_0001L;
        return enter(CACHE.blockAt(entry, target), 0);
    }
}
