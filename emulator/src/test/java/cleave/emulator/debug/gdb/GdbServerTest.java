package cleave.emulator.debug.gdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.emulator.debug.Guest;
import cleave.emulator.debug.Symbols;
import cleave.emulator.hart.Hart;
import cleave.emulator.machine.StopReason;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Instruction;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GdbServerTest {
    private static final int START = Guest.START;
    private static final String STEPPED = "T05thread:1;";

    private final Guest guest = new Guest();
    private final CompletableFuture<StopReason> end = new CompletableFuture<>();
    private GdbServer server;
    private RspClient gdb;

    /** Starts the guest, waiting for GDB, and a client. */
    private void connect() throws Exception {
        server = GdbServer.listen(0, guest.machine, Symbols.NONE);
        server.waitForGdb();
        Thread thread = new Thread(() -> {
            try {
                StopReason reason = server.run(Long.MAX_VALUE);
                while (reason instanceof StopReason.Interrupted) {
                    reason = server.run(Long.MAX_VALUE);
                }
                end.complete(reason);
            } catch (RuntimeException | Error fault) {
                end.completeExceptionally(fault);
            }
        });
        thread.setDaemon(true);
        thread.start();
        gdb = new RspClient(server.port());
    }

    private StopReason end() throws Exception {
        return end.get(300, TimeUnit.SECONDS);
    }

    @AfterEach
    void kill() throws Exception {
        if (!end.isDone()) {
            gdb.send("k");
            assertEquals(new StopReason.Killed(), end());
        }
        server.close();
        gdb.close();
    }

    private String pc() throws Exception {
        return gdb.ask("p20");
    }

    private static String hex(int word) {
        return PacketText.hexWord(word);
    }

    @Test
    void stepOfTheProtocolGoesIntoTrapHandlers() throws Exception {
        guest.set(Csr.MTVEC, START + 0x10).add(Instruction.ECALL).addi("a0", "zero", 1)
                .word(0).word(0).add(Instruction.MRET);
        connect();
        assertEquals(STEPPED, gdb.ask("s"));
        assertEquals(hex(START + 0x10), pc());
        gdb.ask("P" + Integer.toHexString(65 + Csr.MEPC.number()) + "=" + hex(START + 4));
        assertEquals(STEPPED, gdb.ask("vCont;s:1;c"));
        assertEquals(hex(START + 4), pc());
    }

    @Test
    void stepTakesADueInterruptAndStopsBeforeItsHandler() throws Exception {
        guest.set(Csr.MTVEC, START + 0x10).set(Csr.MIE, 1 << 3).set(Csr.MSTATUS, 1 << 3)
                .addi("a0", "zero", 1);
        guest.hart.setWire(1 << 3, true);
        connect();
        assertEquals(STEPPED, gdb.ask("s"));
        assertEquals(hex(START + 0x10), pc());
        assertEquals(hex(START), gdb.ask("p" + Integer.toHexString(65 + Csr.MEPC.number())));
    }

    @Test
    void breakpointAtTheHandlerOfAnInterruptThatIsDueIsMet() throws Exception {
        guest.set(Csr.MTVEC, START + 0x10).set(Csr.MIE, 1 << 3).set(Csr.MSTATUS, 1 << 3);
        guest.hart.setWire(1 << 3, true);
        connect();
        assertEquals("OK", gdb.ask("Z0,80000010,4"));
        assertEquals(STEPPED, gdb.ask("c"));
        assertEquals(hex(START + 0x10), pc());
    }

    @Test
    void stepOverWfiIsDoneAndTheNextWaitsForTheInterrupt() throws Exception {
        guest.set(Csr.MIE, 1 << 7).add(Instruction.WFI).addi("a0", "zero", 1);
        guest.machine.bus().store(0x200_4000, 4, 100);
        connect();
        assertEquals(STEPPED, gdb.ask("s"));
        assertEquals(hex(START + 4), pc());
        assertEquals(STEPPED, gdb.ask("s"));
        assertEquals(hex(START + 8), pc());
        assertTrue(guest.hart.cycle >= 10_000, "cycle " + guest.hart.cycle);
    }

    @Test
    void watchpointShowsThePcOfTheAccessUntilItIsSteppedOver() throws Exception {
        guest.lui("a1", START + 0x1000).add(Instruction.SW, "zero", "a1", "a1", 8)
                .addi("a0", "zero", 1);
        connect();
        assertEquals("OK", gdb.ask("Z2,80001008,4"));
        assertEquals("T05watch:80001008;thread:1;", gdb.ask("c"));
        assertEquals(hex(START + 4), pc());
        assertEquals("OK", gdb.ask("z2,80001008,4"));
        assertEquals(STEPPED, gdb.ask("s"));
        assertEquals(hex(START + 8), pc());
        assertEquals("00100080", gdb.ask("m80001008,4"));
    }

    @Test
    void watchpointStopsOnlyForTheBytesItNames() throws Exception {
        guest.lui("a1", START + 0x1000)
                .add(Instruction.SB, "zero", "a1", "a1", 7)
                .add(Instruction.SB, "zero", "a1", "a1", 10)
                .add(Instruction.LW, "a2", "a1", "zero", 8)
                .add(Instruction.SW, "zero", "a1", "zero", 6);
        connect();
        assertEquals("OK", gdb.ask("Z2,80001008,2"));
        assertEquals("T05watch:80001008;thread:1;", gdb.ask("c"));
        assertEquals(hex(START + 16), pc());
    }

    @Test
    void accessThatFailsOnItsOtherPageWasNone() throws Exception {
        guest.openPmp().map(0x40_0000, START + 0x1000, 0xc7).map(0x40_2000, START, 0xcb)
                .pagingOn().set(Csr.MTVEC, START + 0x40).mode(Hart.S);
        guest.lui("a1", 0x40_1000).add(Instruction.SW, "zero", "a1", "a1", -2);
        guest.hart.pc = 0x40_2000;
        connect();
        assertEquals("OK", gdb.ask("Z2,400ffe,2"));
        assertEquals("OK", gdb.ask("Z0,80000040,4"));
        assertEquals(STEPPED, gdb.ask("c"));
        assertEquals(hex(START + 0x40), pc());
        assertEquals("0000", gdb.ask("m80001ffe,2"));
    }

    @Test
    void readWatchpointSeesWhatAnAtomicOperationReads() throws Exception {
        guest.lui("a1", START + 0x1000).add(Instruction.AMOADD_W, "a2", "a1", "a1", 0);
        connect();
        assertEquals("OK", gdb.ask("Z3,80001000,4"));
        assertEquals("T05rwatch:80001000;thread:1;", gdb.ask("c"));
    }

    @Test
    void guestThatEndsIsToldWithItsCode() throws Exception {
        guest.lui("t0", 0x10_0000).lui("t1", 0x3000).addi("t1", "t1", 0x333)
                .lui("t2", 0x2a_0000).add(Instruction.ADD, "t1", "t1", "t2", 0)
                .add(Instruction.SW, "zero", "t0", "t1", 0);
        connect();
        assertEquals("W2a", gdb.ask("vCont;c"));
        assertEquals(new StopReason.Exited(42), end());
    }

    @Test
    void controlCStopsASleepingAndABusyGuest() throws Exception {
        guest.addi("a0", "a0", 1).add(Instruction.BEQ, "zero", "zero", "zero", -4);
        connect();
        for (int i = 0; i < 20; i++) {
            gdb.send("c");
            gdb.raw("\3");
            assertEquals("T02thread:1;", gdb.receive());
        }
        assertEquals(STEPPED, gdb.ask("s"));
    }

    @Test
    void hostGetsItsThreadBackWhileTheGuestStands() throws Exception {
        guest.addi("a0", "zero", 1);
        connect();
        assertEquals("T05thread:1;", gdb.ask("?"));
        server.interrupt();
        server.interrupt();
        assertEquals(hex(START), pc());
    }

    @Test
    void generalRegistersTravelTogether() throws Exception {
        connect();
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < 32; i++) {
            words.append(hex(i * 0x01010101));
        }
        words.append(hex(START + 8));
        assertEquals("OK", gdb.ask("G" + words));
        assertEquals(words.toString(), gdb.ask("g"));
    }

    @Test
    void binaryWritesCarryEveryByte() throws Exception {
        connect();
        assertEquals("OK", gdb.ask("X80001000,0:"));
        assertEquals("OK", gdb.ask("X80001000,5:$#}*\0"));
        assertEquals("24237d2a00", gdb.ask("m80001000,5"));
        assertEquals("OK", gdb.ask("M80001001,2:ff00"));
        assertEquals("24ff002a00", gdb.ask("m80001000,5"));
    }

    @Test
    void readAcrossTheEndOfMemoryGivesWhatThereIs() throws Exception {
        connect();
        assertEquals("0000", gdb.ask("m800ffffe,4"));
        assertEquals("E14", gdb.ask("m80100000,4"));
        assertEquals("E14", gdb.ask("M800ffffe,4:11223344"));
    }

    @Test
    void descriptionComesInPiecesAndNamesEveryCsr() throws Exception {
        connect();
        StringBuilder xml = new StringBuilder();
        String piece = gdb.ask("qXfer:features:read:target.xml:0,400");
        while (piece.startsWith("m")) {
            xml.append(piece.substring(1));
            piece = gdb.ask("qXfer:features:read:target.xml:"
                    + Integer.toHexString(xml.length()) + ",400");
        }
        xml.append(piece.substring(1));
        assertEquals(TargetDescription.text(), xml.toString());
        for (Csr csr : Csr.values()) {
            assertTrue(xml.indexOf("<reg name=\"" + csr.assemblyName() + "\"") > 0, csr.name());
        }
    }

    @Test
    void queriesAreAnsweredAsQemuAnswersThem() throws Exception {
        connect();
        assertTrue(gdb.ask("qSupported:multiprocess+;swbreak+").contains("vContSupported+"));
        assertEquals("", gdb.ask("vMustReplyEmpty"));
        assertEquals("vCont;c;C;s;S", gdb.ask("vCont?"));
        assertEquals("m1", gdb.ask("qfThreadInfo"));
        assertEquals("l", gdb.ask("qsThreadInfo"));
        assertEquals("QC1", gdb.ask("qC"));
        assertEquals("1", gdb.ask("qAttached"));
        assertEquals("OK", gdb.ask("T1"));
        assertEquals("E22", gdb.ask("T9"));
        assertEquals("OK", gdb.ask("Hg0"));
        assertEquals("OK", gdb.ask("Hc-1"));
        assertEquals("0", gdb.ask("qqemu.PhyMemMode"));
        assertEquals("OK", gdb.ask("Qqemu.PhyMemMode:1"));
        assertEquals("1", gdb.ask("qqemu.PhyMemMode"));
        assertEquals("E14", gdb.ask("p40"));
        assertEquals("E14", gdb.ask("pffffffff"));
        assertEquals("03000000", gdb.ask("p1041"));
        assertEquals("OK", gdb.ask("QStartNoAckMode"));
        gdb.raw("+");
        assertEquals(hex(START), pc());
    }

    @Test
    void damagedPacketIsAskedForAgain() throws Exception {
        connect();
        gdb.raw("$p20#00");
        assertEquals('-', gdb.receiveByte());
        gdb.raw("$p2$p20#" + "d2");
        assertEquals('+', gdb.receiveByte());
        assertEquals(hex(START), gdb.receive());
        gdb.raw("-");
        assertEquals(hex(START), gdb.receive());
    }

    @Test
    void noPacketWhateverItHoldsEndsTheStub() throws Exception {
        long seed = Long.getLong("cleave.seed", 1);
        System.out.println("noPacketWhateverItHoldsEndsTheStub: seed " + seed);
        Random random = new Random(seed);
        String[] beginnings = {"", "g", "G", "p", "P", "m", "M", "X", "Z", "z", "H", "T", "v",
            "vFile:", "q", "Q", "qRcmd,7a", "qXfer:features:read:",
            "qXfer:features:read:target.xml:",
            "qThreadExtraInfo,", "Qqemu.", "?", "!", "R", "b", "i", "vCont;x"};
        connect();
        for (int i = 0; i < 2000; i++) {
            StringBuilder packet = new StringBuilder(
                    beginnings[random.nextInt(beginnings.length)]);
            int length = random.nextInt(24);
            for (int j = 0; j < length; j++) {
                packet.append(random.nextInt(8) == 0 ? (char) random.nextInt(256)
                        : "0123456789abcdef,:;=-+p.".charAt(random.nextInt(24)));
            }
            String text = packet.toString();
            String reply = gdb.ask(text);
            while (reply.startsWith("O") && !reply.equals("OK")) {
                reply = gdb.receive();
            }
        }
        assertEquals("OK", gdb.ask("T1"));
    }

    @Test
    void brokenConnectionLeavesTheGuestForTheNext() throws Exception {
        guest.addi("a0", "zero", 1);
        connect();
        assertEquals(STEPPED, gdb.ask("s"));
        gdb.raw("$m800");
        gdb.close();
        gdb = new RspClient(server.port());
        assertEquals(hex(START + 4), pc());
    }
}
