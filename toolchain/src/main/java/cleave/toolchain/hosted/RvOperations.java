package cleave.toolchain.hosted;

import cleave.toolchain.hosted.HostedMachine.Event;
import cleave.toolchain.isa.Alu;

/** What {@code cleave.magic.Rv} does: it asks the world's machine. */
public final class RvOperations {
    private RvOperations() {
    }

    public static void fence(HostedWorld world) {
        world.machine().event(Event.FENCE);
    }

    public static void fenceIo(HostedWorld world) {
        world.machine().event(Event.FENCE_IO);
    }

    public static void fenceI(HostedWorld world) {
        world.machine().event(Event.FENCE_I);
    }

    public static void sfenceVma(HostedWorld world) {
        world.machine().event(Event.SFENCE_VMA);
    }

    public static void sfenceVma(int address, HostedWorld world) {
        world.machine().event(Event.SFENCE_VMA, address);
    }

    public static void sfenceVma(int address, int asid, HostedWorld world) {
        world.machine().event(Event.SFENCE_VMA, address, asid);
    }

    public static void sfenceVmaAsid(int asid, HostedWorld world) {
        world.machine().event(Event.SFENCE_VMA, 0, asid);
    }

    public static void wfi(HostedWorld world) {
        world.machine().event(Event.WFI);
    }

    public static void pause(HostedWorld world) {
        world.machine().event(Event.PAUSE);
    }

    public static void ebreak(HostedWorld world) {
        world.machine().event(Event.EBREAK);
    }

    public static int ecall(int number, HostedWorld world) {
        return world.machine().ecall(number);
    }

    public static int ecall(int number, int a0, HostedWorld world) {
        return world.machine().ecall(number, a0);
    }

    public static int ecall(int number, int a0, int a1, HostedWorld world) {
        return world.machine().ecall(number, a0, a1);
    }

    public static int ecall(int number, int a0, int a1, int a2, HostedWorld world) {
        return world.machine().ecall(number, a0, a1, a2);
    }

    public static int ecall(int number, int a0, int a1, int a2, int a3, HostedWorld world) {
        return world.machine().ecall(number, a0, a1, a2, a3);
    }

    public static int ecall(int number, int a0, int a1, int a2, int a3, int a4,
            HostedWorld world) {
        return world.machine().ecall(number, a0, a1, a2, a3, a4);
    }

    public static int ecall(int number, int a0, int a1, int a2, int a3, int a4, int a5,
            HostedWorld world) {
        return world.machine().ecall(number, a0, a1, a2, a3, a4, a5);
    }

    public static long sbi(int extension, int function, int a0, int a1, int a2, int a3,
            HostedWorld world) {
        return world.machine().sbi(extension, function, a0, a1, a2, a3);
    }

    public static int mulh(int a, int b, HostedWorld world) {
        return Alu.mulh(a, b);
    }

    public static int mulhu(int a, int b, HostedWorld world) {
        return Alu.mulhu(a, b);
    }

    public static int sp(HostedWorld world) {
        return world.machine().stackPointer();
    }

    public static int tp(HostedWorld world) {
        return world.machine().threadPointer();
    }

    public static void setTp(int value, HostedWorld world) {
        world.machine().setThreadPointer(value);
    }
}
