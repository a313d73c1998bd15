package cleave.toolchain.hosted;

import java.util.function.IntBinaryOperator;

/** What {@code cleave.magic.Atomic} does; a world has one hart. */
public final class AtomicOperations {
    private AtomicOperations() {
    }

    private static int amo(int address, int value, HostedWorld world, IntBinaryOperator operator) {
        int old = world.memory().loadInt(address);
        world.memory().storeInt(address, operator.applyAsInt(old, value));
        return old;
    }

    public static int loadReserved(int address, HostedWorld world) {
        int value = world.memory().loadInt(address);
        world.reserve(address);
        return value;
    }

    /** Succeeds after a {@code loadReserved} of the same word, once. */
    public static boolean storeConditional(int address, int value, HostedWorld world) {
        if (!world.takeReservation(address)) {
            return false;
        }
        world.memory().storeInt(address, value);
        return true;
    }

    public static int swap(int address, int value, HostedWorld world) {
        return amo(address, value, world, (old, given) -> given);
    }

    public static int add(int address, int value, HostedWorld world) {
        return amo(address, value, world, Integer::sum);
    }

    public static int and(int address, int value, HostedWorld world) {
        return amo(address, value, world, (old, given) -> old & given);
    }

    public static int or(int address, int value, HostedWorld world) {
        return amo(address, value, world, (old, given) -> old | given);
    }

    public static int xor(int address, int value, HostedWorld world) {
        return amo(address, value, world, (old, given) -> old ^ given);
    }

    public static int min(int address, int value, HostedWorld world) {
        return amo(address, value, world, Math::min);
    }

    public static int max(int address, int value, HostedWorld world) {
        return amo(address, value, world, Math::max);
    }

    public static int minUnsigned(int address, int value, HostedWorld world) {
        return amo(address, value, world,
                (old, given) -> Integer.compareUnsigned(old, given) < 0 ? old : given);
    }

    public static int maxUnsigned(int address, int value, HostedWorld world) {
        return amo(address, value, world,
                (old, given) -> Integer.compareUnsigned(old, given) > 0 ? old : given);
    }
}
