package cleave.emulator.engine.interpreter;

import cleave.emulator.hart.FlightRecorder;
import cleave.emulator.hart.Hart;
import cleave.emulator.memory.Bytes;
import cleave.emulator.mmu.Mmu;

/**
 * Executes decoded blocks, one after the other, until something has to be done outside.
 */
final class HotLoop {
    private final Hart hart;
    private final Mmu mmu;
    private final CodeCache cache;
    private final Outside outside;
    private final byte[] bytes;

    /** The cycle at which the low half of the account is 0. */
    private long accountEnd;
    /** What the hart had retired when the high half of the account was 0. */
    private long retiredBefore;

    HotLoop(Hart hart, CodeCache cache, Outside outside) {
        this.hart = hart;
        this.mmu = hart.mmu();
        this.cache = cache;
        this.outside = outside;
        this.bytes = mmu.bus().memory().bytes();
    }

    /**
     * Executes from {@code block} on, which is at {@link Hart#pc} and can be executed whole before
     * {@code limit}. On return the state is in the hart.
     *
     * @return the index of the branch or jump whose link led to no block, or 0
     */
    int run(int block, long limit) {
        final int[] x = hart.x;
        final byte[] bytes = this.bytes;
        final long[] code = cache.code;
        final int[] loadEntries = mmu.loadEntries();
        final int[] storeEntries = mmu.storeEntries();
        final long[] ring = hart.recorder().ring();
        int jumps = hart.recorder().next();
        long page = (hart.pc & 0xffff_f000L) * 0x1_0000_0001L;
        long edge = 0;
        int from = 0;
        int i = block;
        accountEnd = hart.cycle + Math.min(limit - hart.cycle, 1 << 30);
        retiredBefore = hart.retired;
        long account = (int) (accountEnd - hart.cycle);

        entering:
        while (true) {
            if ((int) account < (int) code[i]) {
                leave(account, (int) edge, jumps);
                return from;
            }
            i++;
            while (true) {
                long word = code[i++];
                int rd = (int) word >>> 8 & 0xff;
                int rs1 = (int) word >>> 16 & 0xff;
                int rs2 = (int) word >>> 24;
                int immediate = (int) (word >> 32);
                switch ((int) word & 0xff) {
                    case Op.ADDI:
                        x[rd] = x[rs1] + immediate;
                        continue;
                    case Op.ADD:
                        x[rd] = x[rs1] + x[rs2];
                        continue;
                    case Op.MV:
                        x[rd] = x[rs1];
                        continue;
                    case Op.LI:
                        x[rd] = immediate;
                        continue;
                    case Op.SLLI:
                        x[rd] = x[rs1] << immediate;
                        continue;
                    case Op.SRLI:
                        x[rd] = x[rs1] >>> immediate;
                        continue;
                    case Op.ANDI:
                        x[rd] = x[rs1] & immediate;
                        continue;
                    case Op.SUB:
                        x[rd] = x[rs1] - x[rs2];
                        continue;
                    case Op.XOR:
                        x[rd] = x[rs1] ^ x[rs2];
                        continue;
                    case Op.AND:
                        x[rd] = x[rs1] & x[rs2];
                        continue;
                    case Op.OR:
                        x[rd] = x[rs1] | x[rs2];
                        continue;
                    case Op.MUL:
                        x[rd] = x[rs1] * x[rs2];
                        continue;
                    case Op.SRAI:
                        x[rd] = x[rs1] >> immediate;
                        continue;
                    case Op.XORI:
                        x[rd] = x[rs1] ^ immediate;
                        continue;
                    case Op.ORI:
                        x[rd] = x[rs1] | immediate;
                        continue;
                    case Op.SLTIU:
                        x[rd] = Integer.compareUnsigned(x[rs1], immediate) < 0 ? 1 : 0;
                        continue;
                    case Op.SLTU:
                        x[rd] = Integer.compareUnsigned(x[rs1], x[rs2]) < 0 ? 1 : 0;
                        continue;
                    case Op.AUIPC:
                        x[rd] = (int) page + immediate;
                        continue;
                    case Op.LW: {
                        int va = x[rs1] + immediate;
                        int entry = loadEntries[va >>> 12];
                        if (entry >= 0 && (va & 3) == 0) {
                            x[rd] = Bytes.getInt(bytes, entry | va & 0xfff);
                            continue;
                        }
                        break;
                    }
                    case Op.LBU: {
                        int va = x[rs1] + immediate;
                        int entry = loadEntries[va >>> 12];
                        if (entry >= 0) {
                            x[rd] = bytes[entry | va & 0xfff] & 0xff;
                            continue;
                        }
                        break;
                    }
                    case Op.LHU: {
                        int va = x[rs1] + immediate;
                        int entry = loadEntries[va >>> 12];
                        if (entry >= 0 && (va & 1) == 0) {
                            x[rd] = Bytes.getShort(bytes, entry | va & 0xfff) & 0xffff;
                            continue;
                        }
                        break;
                    }
                    case Op.LH: {
                        int va = x[rs1] + immediate;
                        int entry = loadEntries[va >>> 12];
                        if (entry >= 0 && (va & 1) == 0) {
                            x[rd] = Bytes.getShort(bytes, entry | va & 0xfff);
                            continue;
                        }
                        break;
                    }
                    case Op.LB: {
                        int va = x[rs1] + immediate;
                        int entry = loadEntries[va >>> 12];
                        if (entry >= 0) {
                            x[rd] = bytes[entry | va & 0xfff];
                            continue;
                        }
                        break;
                    }
                    case Op.SW: {
                        int va = x[rs1] + immediate;
                        int entry = storeEntries[va >>> 12];
                        if (entry >= 0 && (va & 3) == 0) {
                            Bytes.putInt(bytes, entry | va & 0xfff, x[rs2]);
                            continue;
                        }
                        break;
                    }
                    case Op.SB: {
                        int va = x[rs1] + immediate;
                        int entry = storeEntries[va >>> 12];
                        if (entry >= 0) {
                            bytes[entry | va & 0xfff] = (byte) x[rs2];
                            continue;
                        }
                        break;
                    }
                    case Op.SH: {
                        int va = x[rs1] + immediate;
                        int entry = storeEntries[va >>> 12];
                        if (entry >= 0 && (va & 1) == 0) {
                            Bytes.putShort(bytes, entry | va & 0xfff, x[rs2]);
                            continue;
                        }
                        break;
                    }
                    case Op.BNEZ:
                    case Op.BEQZ:
                    case Op.BNE:
                    case Op.BEQ:
                    case Op.BLT:
                    case Op.BGE:
                    case Op.BLTU:
                    case Op.BGEU: {
                        int a = x[rs1];
                        boolean taken;
                        switch ((int) word & 0xff) {
                            case Op.BNEZ: taken = a != 0; break;
                            case Op.BEQZ: taken = a == 0; break;
                            case Op.BNE: taken = a != x[rs2]; break;
                            case Op.BEQ: taken = a == x[rs2]; break;
                            case Op.BLT: taken = a < x[rs2]; break;
                            case Op.BGE: taken = a >= x[rs2]; break;
                            case Op.BLTU: taken = Integer.compareUnsigned(a, x[rs2]) < 0; break;
                            default: taken = Integer.compareUnsigned(a, x[rs2]) >= 0; break;
                        }
                        if (!taken) {
                            i += 2;
                            continue;
                        }
                        account += code[i];
                        edge = page + code[i + 1];
                        ring[jumps++ & FlightRecorder.SIZE - 1] = edge;
                        from = i - 1;
                        i = immediate;
                        continue entering;
                    }
                    case Op.J:
                        account += code[i];
                        edge = page + code[i + 1];
                        if ((int) (edge >> 32) != (int) edge) {
                            // As the recorder's own method: no jump to itself.
                            ring[jumps++ & FlightRecorder.SIZE - 1] = edge;
                        }
                        from = i - 1;
                        i = immediate;
                        continue entering;
                    case Op.JAL:
                        account += code[i];
                        edge = page + code[i + 1];
                        ring[jumps++ & FlightRecorder.SIZE - 1] = edge;
                        x[rd] = (int) (edge >> 32) + rs1;
                        from = i - 1;
                        i = immediate;
                        continue entering;
                    case Op.NEXT:
                        account += code[i];
                        edge = page + code[i + 1];
                        from = i - 1;
                        i = immediate;
                        continue entering;
                    case Op.JAL_FAR:
                    case Op.JALR:
                    case Op.NEXT_PAGE:
                    case Op.FAR_BRANCH: {
                        int target;
                        switch ((int) word & 0xff) {
                            case Op.JAL_FAR: {
                                account += code[i];
                                target = (int) page + immediate;
                                int at = (int) page + (int) (code[i + 1] >> 32);
                                x[rd] = at + rs1;
                                edge = (long) at << 32 | target & 0xffff_ffffL;
                                ring[jumps++ & FlightRecorder.SIZE - 1] = edge;
                                break;
                            }
                            case Op.JALR: {
                                account += code[i];
                                target = x[rs1] + immediate & ~1;
                                int at = (int) page + (int) (code[i + 1] >> 32);
                                int link = at + rs2;
                                x[rd] = link;
                                edge = (long) at << 32 | target & 0xffff_ffffL;
                                if (target != link && target != at) {
                                    ring[jumps++ & FlightRecorder.SIZE - 1] = edge;
                                }
                                break;
                            }
                            case Op.NEXT_PAGE: {
                                account += code[i];
                                target = (int) page + 0x1000;
                                edge = target;
                                break;
                            }
                            default: {
                                int at = (int) page + ((int) word >>> 8);
                                target = (int) page + immediate;
                                edge = (long) at << 32 | target & 0xffff_ffffL;
                                ring[jumps - 1 & FlightRecorder.SIZE - 1] = edge;
                                break;
                            }
                        }
                        from = 0;
                        int entry = mmu.fetchEntries()[target >>> 12];
                        if (entry < 0) {
                            i = 0;
                            continue entering;
                        }
                        page = (target & 0xffff_f000L) * 0x1_0000_0001L;
                        i = cache.blockAt[cache.pageBase[entry >>> 12] + (target >>> 1 & 0x7ff)];
                        continue entering;
                    }
                    default:
                        if (((int) word & 0x80) != 0) {
                            x[rd] = LessOftenAlu.apply((int) word & 0xff, x[rs1],
                                    x[rs2] + immediate);
                            continue;
                        }
                        break;
                }
                if (!goOutside(word, i - 1, account, (int) page, jumps)) {
                    return 0;
                }
                jumps = hart.recorder().next();
            }
        }
    }

    private void leave(long account, int pc, int jumps) {
        int left = (int) account;
        hart.pc = pc;
        hart.cycle = accountEnd - left;
        hart.retired = retiredBefore + (account - left >> 32);
        hart.recorder().setNext(jumps);
    }

    /** Brings the hart up to date and does what the loop cannot; whether the block goes on. */
    private boolean goOutside(long word, int index, long account, int page, int jumps) {
        int left = (int) account;
        int place = cache.place[index];
        hart.pc = page + Place.offset(place);
        hart.cycle = accountEnd - left + Place.cycles(place);
        hart.retired = retiredBefore + (account - left >> 32) + Place.retired(place);
        hart.recorder().setNext(jumps);
        int next = cache.place[index + 1];
        return outside.execute(word, page + Place.offset(next),
                Place.cycles(next) - Place.cycles(place));
    }
}
