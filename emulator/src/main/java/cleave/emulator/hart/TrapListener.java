package cleave.emulator.hart;

/** Told of every trap before the hart enters its handler; {@code pc} is still that of the epc. */
@FunctionalInterface
public interface TrapListener {
    /**
     * @param cause the value of {@code mcause} or {@code scause}, interrupt bit included
     * @param tval the value of {@code mtval} or {@code stval}
     */
    void trap(Hart hart, int cause, int tval);

    /** Both listeners, this one first. */
    default TrapListener andThen(TrapListener next) {
        return (hart, cause, tval) -> {
            trap(hart, cause, tval);
            next.trap(hart, cause, tval);
        };
    }
}
